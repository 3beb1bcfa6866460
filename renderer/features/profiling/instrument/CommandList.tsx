import type { ReactNode } from 'react';
import { AtPoint } from '#renderer/features/profiling/spans/span-columns.tsx';
import { msText } from '#renderer/features/profiling/ms-text.ts';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

interface Row {
  /** Null: all of them together. */
  readonly command: string | null;
  readonly count: number;
  readonly p95: number | null;
}

const columns: readonly Column<Row>[] = [
  {
    id: 'command',
    title: t`Command`,
    width: 'minmax(0, 1fr)',
    cell: ({ command }) =>
      command === null ? (
        <b>{t`All of them`}</b>
      ) : (
        // Program messages begin alike: what tells them apart is seen, or is in the title of the charts.
        <span className="ui-mono pf-command" title={command}>
          {command}
        </span>
      ),
  },
  {
    id: 'count',
    title: t`Count`,
    width: '58px',
    right: true,
    cell: ({ count }) => <span className="ui-read ui-dim">{formatFixed(count, 0)}</span>,
  },
  {
    id: 'p95',
    title: t`p95 ms`,
    width: '82px',
    right: true,
    cell: ({ p95 }) => <AtPoint text={msText(p95)} />,
  },
];

/** The commands an instrument was asked; one is looked at, or all together. */
export function CommandList(props: {
  readonly figures: InstrumentFigures | null;
  readonly value: string | null;
  readonly onChange: (command: string | null) => void;
}): ReactNode {
  const { figures } = props;
  const all = figures?.commands ?? [];
  const rows: readonly Row[] =
    figures === null
      ? []
      : [{ command: null, count: all.reduce((sum, { count }) => sum + count, 0), p95: null }, ...all];
  return (
    <div className="pf-commands">
      <Table
        label={t`Commands of the instrument`}
        columns={columns}
        rows={rows}
        rowKey={({ command }) => command ?? '\u0000all'}
        selected={props.value ?? '\u0000all'}
        onSelect={({ command }) => props.onChange(command)}
        rowHeight={38}
        empty={<p>{t`No command is known yet.`}</p>}
      />
    </div>
  );
}
