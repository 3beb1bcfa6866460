import { type ReactNode, useMemo } from 'react';
import type { DayRange } from '#renderer/ui/HeatMap.tsx';
import { dayNumber } from '#renderer/ui/heat-map.ts';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { HistoryDay } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { type DayBook, dayName } from './days.ts';
import { t } from '#shared/language/t.ts';

const number = (value: number): ReactNode => <span className="ui-read">{formatFixed(value, 0)}</span>;

/** The days of the calendar as words and numbers, newest first: the same, for whoever does not read a map. */
export function DayTable(props: {
  readonly book: DayBook;
  readonly today: number;
  readonly chosen: DayRange | null;
  readonly onChoose: (days: DayRange) => void;
}): ReactNode {
  const { book, today, chosen, onChoose } = props;
  const rows = useMemo(() => book.all.toReversed(), [book]);
  const columns: readonly Column<HistoryDay>[] = [
    {
      id: 'day',
      title: t`Day`,
      width: 'minmax(190px, 1fr)',
      cell: ({ day }) => dayName(dayNumber(day), today),
    },
    { id: 'lines', title: t`Rows`, width: '110px', right: true, cell: ({ lines }) => number(lines) },
    { id: 'failed', title: t`Failed`, width: '90px', right: true, cell: ({ failed }) => number(failed) },
    { id: 'slow', title: t`Slow`, width: '90px', right: true, cell: ({ slow }) => number(slow) },
  ];
  return (
    <div className="history-calendar-table">
      <Table
        label={t`Days with anything on them, newest first`}
        columns={columns}
        rows={rows}
        rowKey={({ day }) => dayNumber(day)}
        rowHeight={24}
        selected={chosen !== null && chosen.from === chosen.to ? chosen.from : null}
        onSelect={({ day }) => {
          const at = dayNumber(day);
          onChoose({ from: at, to: at });
        }}
        empty={t`No day of the last year has anything on it.`}
      />
    </div>
  );
}
