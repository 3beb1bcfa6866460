import type { ReactNode } from 'react';
import type { Comparison, PathsReport } from '#shared/contract/baselines.ts';
import type { Overview } from '#shared/contract/profiling.ts';
import { BaselinesDialog } from './baselines/BaselinesDialog.tsx';
import { ComparisonDialog } from './baselines/ComparisonDialog.tsx';
import { PathsDialog } from './baselines/PathsDialog.tsx';
import { ReportDialog } from './baselines/ReportDialog.tsx';
import { SaveDialog } from './baselines/SaveDialog.tsx';
import { useBaselinesLoaded } from './baselines/use-baselines.ts';
import type { ProfilingDialog } from './dialogs.ts';
import { ThreadsDialog } from './overview/ThreadsDialog.tsx';

/** The dialog that is open. */
export function DialogHost(props: {
  readonly dialog: ProfilingDialog | null;
  readonly overview: Overview | null;
  readonly open: (dialog: ProfilingDialog) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { dialog, open, onClose } = props;
  useBaselinesLoaded();
  const whole = (comparison: Comparison): void => open({ is: 'comparison', comparison });
  const report = (made: PathsReport): void => open({ is: 'report', report: made });
  if (dialog === null) return null;
  switch (dialog.is) {
    case 'threads':
      return <ThreadsDialog overview={props.overview} onClose={onClose} />;
    case 'save':
      return <SaveDialog onClose={onClose} />;
    case 'baselines':
      return (
        <BaselinesDialog
          onSave={() => open({ is: 'save' })}
          onWhole={whole}
          onReport={report}
          onClose={onClose}
        />
      );
    case 'comparison':
      return <ComparisonDialog comparison={dialog.comparison} onClose={onClose} />;
    case 'ten-paths':
      return <PathsDialog onReport={report} onClose={onClose} />;
    case 'report':
      return (
        <ReportDialog report={dialog.report} onCompare={() => open({ is: 'baselines' })} onClose={onClose} />
      );
  }
}
