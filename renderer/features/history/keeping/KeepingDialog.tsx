import { type ReactNode, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { HealthPane } from './HealthPane.tsx';
import { PolicyPane } from './PolicyPane.tsx';
import { ProofPane } from './ProofPane.tsx';
import './keeping.css';
import { t } from '#shared/language/t.ts';

type Pane = 'policy' | 'proof' | 'health';
const panes: readonly { readonly value: Pane; readonly label: string }[] = [
  { value: 'policy', label: t`How long` },
  { value: 'proof', label: t`Does it hold` },
  { value: 'health', label: t`How it is` },
];

/** How long things are kept, whether the history holds, and how its database is. */
export function KeepingDialog(props: {
  /** Shows this row of the history: the first that does not hold. */
  readonly onRow: (row: HistoryRow) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [pane, setPane] = useState<Pane>('policy');
  return (
    <Dialog title={t`Keeping the history`} open onClose={props.onClose} wide>
      <div>
        <Segmented label={t`Part`} options={panes} value={pane} onChange={setPane} />
      </div>
      <div className="history-keeping">
        {/* All three stay: what one of them does goes on while another is looked at. */}
        <div hidden={pane !== 'policy'}>
          <PolicyPane />
        </div>
        <div hidden={pane !== 'proof'}>
          <ProofPane onRow={props.onRow} />
        </div>
        <div hidden={pane !== 'health'}>
          <HealthPane shown={pane === 'health'} />
        </div>
      </div>
      <div className="ui-dialog-actions">
        <span className="ui-dim ui-grow">
          {t`Closing cancels what is under way here; the bench goes on meanwhile.`}
        </span>
        <Button shortcut="Esc" onPress={props.onClose}>
          {t`Close`}
        </Button>
      </div>
    </Dialog>
  );
}
