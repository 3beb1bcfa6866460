import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import { GoingList } from '#renderer/features/backups/GoingList.tsx';
import { useGoing } from '#renderer/features/backups/use-going.ts';

/** The copies that keeping takes at its next run. */
export function GoingDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const going = useGoing('', null);
  return (
    <Dialog
      title="What goes at the next run"
      open
      onClose={onClose}
      wide
      dismissable
      actions={
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          Close
        </Button>
      }
    >
      <p className="ui-mute">
        {going === null
          ? 'Not known yet.'
          : `${formatBytes(going.bytes)} come free. A copy that some rule still keeps is not among them.`}
      </p>
      {going !== null && <GoingList going={going} />}
    </Dialog>
  );
}
