import type { ReactNode } from 'react';
import { timeTextMs } from '#renderer/stores/time-text.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { TraceSummary } from '#shared/contract/traces.ts';
import { kindWord, origins } from './kinds.ts';
import { msText } from './times.ts';
import { t } from '#shared/language/t.ts';

const columns: readonly Column<TraceSummary>[] = [
  {
    id: 'at',
    title: t`Time`,
    width: '112px',
    cell: ({ at }) => <span className="traces-at">{timeTextMs(at)}</span>,
  },
  {
    id: 'who',
    title: t`By`,
    width: '38px',
    cell: ({ origin }) => (
      <span title={origins[origin].word}>
        <Icon name={origins[origin].icon} size={14} />
        <span className="ui-sr">{origins[origin].word}</span>
      </span>
    ),
  },
  {
    id: 'what',
    title: t`What`,
    width: 'minmax(0, 1fr)',
    cell: ({ kind, name, failed }) => (
      <span className="traces-what">
        <span className="ui-dim">{kindWord(kind)}</span> <span className="ui-mono">{name}</span>
        {failed && <StateWord kind="fault">{t`Failed`}</StateWord>}
      </span>
    ),
  },
  {
    id: 'spans',
    title: t`Spans`,
    width: '84px',
    right: true,
    cell: ({ spans }) => <span className="ui-read">{spans}</span>,
  },
  {
    id: 'ms',
    title: t`Took`,
    width: '84px',
    right: true,
    cell: ({ ms }) =>
      ms === null ? (
        <span className="ui-dim">{t`goes on`}</span>
      ) : (
        <span className="ui-read">{msText(ms)}</span>
      ),
  },
];

/** The traces that fit, newest first. */
export function TraceTable(props: {
  readonly traces: readonly TraceSummary[];
  readonly chosen: number | null;
  readonly onChoose: (id: number) => void;
  readonly onOpen: () => void;
  readonly empty: ReactNode;
}): ReactNode {
  return (
    <Table<TraceSummary>
      label={t`Traces, newest first`}
      columns={columns}
      rows={props.traces}
      rowKey={({ id }) => id}
      rowHeight={26}
      tone={({ failed }) => (failed ? 'bad' : null)}
      selected={props.chosen}
      onSelect={({ id }) => props.onChoose(id)}
      onOpen={props.onOpen}
      empty={props.empty}
    />
  );
}
