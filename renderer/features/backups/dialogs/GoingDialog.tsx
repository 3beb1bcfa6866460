import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import { GoingList } from '#renderer/features/backups/GoingList.tsx';
import { useGoing } from '#renderer/features/backups/use-going.ts';
import { t } from '#shared/language/t.ts';

/** The copies that keeping takes at its next run. */
export function GoingDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const going = useGoing('', null);
  return (
    <Dialog
      title={t`What goes at the next run`}
      open
      onClose={onClose}
      wide
      dismissable
      actions={
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      }
    >
      <p className="ui-mute">
        {going === null
          ? t`Not known yet.`
          : t`${formatBytes(going.bytes)} come free. A copy that some rule still keeps is not among them.`}
      </p>
      {going !== null && <GoingList going={going} />}
    </Dialog>
  );
}
