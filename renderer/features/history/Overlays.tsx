import type { ReactNode } from 'react';
import type { HistoryFilter, HistoryRow, WorkSession } from '#shared/contract/history.ts';
import { ExportDialog } from './exports/ExportDialog.tsx';
import { chips } from './filter-words.ts';
import { KeepingDialog } from './keeping/KeepingDialog.tsx';

/** What is over the rows, or instead of them. */
export type Over =
  | { readonly kind: 'export'; readonly filter: HistoryFilter }
  | { readonly kind: 'keeping' }
  | { readonly kind: 'compare'; readonly left: WorkSession; readonly right: WorkSession }
  | null;

/** The dialogs of the history. */
export function Overlays(props: {
  readonly over: Over;
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
  readonly onRow: (row: HistoryRow) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { over, onClose } = props;
  if (over?.kind === 'export')
    return (
      <ExportDialog
        filter={over.filter}
        narrowed={chips(over.filter, props.names, props.now).map(({ words }) => words)}
        onClose={onClose}
      />
    );
  if (over?.kind === 'keeping') return <KeepingDialog onRow={props.onRow} onClose={onClose} />;
  return null;
}
