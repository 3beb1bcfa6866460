import type { ReactNode } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import type { PathsReport } from '#shared/contract/baselines.ts';
import { usePaths } from './use-paths.ts';
import { t } from '#shared/language/t.ts';

/** The run of the ten paths while its dialog is closed: how far it is, Cancel, and its report in the end. */
export function PathsStrip(props: { readonly onReport: (report: PathsReport) => void }): ReactNode {
  const { running, end, desk } = usePaths();
  if (running !== null)
    return (
      <WorkBar
        label={t`Ten paths: ${running.name}`}
        progress={running.progress}
        onCancel={() => desk.cancel()}
      />
    );
  if (end === null || end.what === 'cancelled') return null;
  if (end.what === 'fault') return <FaultNote fault={end.fault} />;
  const { report } = end;
  return (
    <Message
      tone="ok"
      title={t`The ten paths are measured: ${report.summary.name}`}
      action={
        <Button
          size="small"
          onPress={() => {
            desk.putAside();
            props.onReport(report);
          }}
        >
          {t`Open the report`}
        </Button>
      }
    />
  );
}
