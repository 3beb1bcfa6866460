import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useJobs } from '#renderer/features/backups/use-jobs.ts';
import { VerdictView } from '#renderer/features/backups/VerdictView.tsx';
import { t } from '#shared/language/t.ts';

/** The report of the last work, for whoever had hidden it. */
export function ReportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { end } = useJobs();
  const verdict =
    end?.what === 'verify' || end?.what === 'drill'
      ? end.result
      : end?.what === 'restore'
        ? end.result.verdict
        : null;
  return (
    <Dialog
      title={t`Report`}
      open={verdict !== null}
      onClose={onClose}
      wide
      dismissable
      actions={
        <Button look="primary" shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      }
    >
      {verdict !== null && <VerdictView verdict={verdict} />}
    </Dialog>
  );
}
