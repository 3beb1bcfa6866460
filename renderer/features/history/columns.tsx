import type { ReactNode } from 'react';
import { dayText, timeText, timeTextMs } from '#renderer/stores/time-text.ts';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Column } from '#renderer/ui/Table.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { deedWords } from '#shared/history/deed-words.ts';
import { formatFixed } from '#shared/quantity/format.ts';

import { RowMarks } from './marks/RowMarks.tsx';
import { runOf, runWords } from './polls/run.ts';
import { dayWords } from './when.ts';
import { instrumentName, laneWords, operatorWords, rowWord, shortReply } from './row-words.ts';
import { t } from '#shared/language/t.ts';

const ms = (value: number | null): string => (value === null ? '' : formatFixed(value, 1));

/** The state of a row by colour, word and shape. */
export function RowState({ row }: { readonly row: HistoryRow }): ReactNode {
  const { kind, word } = rowWord(row);
  const run = runOf(row);
  if (run !== null) return <span className="history-ok">{formatFixed(run.polls, 0)}×</span>;
  return kind === 'plain' ? (
    <span className="history-ok">{word}</span>
  ) : (
    <StateWord kind={kind}>{word}</StateWord>
  );
}

/** Columns of the history; fewer where it is `narrow`. Rows of today (`now`: epoch ms) show their milliseconds, older ones their day; the details have both. */
export const historyColumns = (
  now: number,
  names: ReadonlyMap<string, string>,
  narrow: boolean,
): readonly Column<HistoryRow>[] => allColumns(now, names).filter(({ id }) => !narrow || !beside.has(id));

/** What gives way when something stands beside the rows; the details have it. */
const beside: ReadonlySet<string> = new Set(['operator', 'lane', 'queue']);

const allColumns = (now: number, names: ReadonlyMap<string, string>): readonly Column<HistoryRow>[] => [
  {
    id: 'at',
    title: t`Sent`,
    width: '150px',
    cell: (row) => {
      const { at } = row;
      const run = runOf(row);
      if (run !== null && dayText(run.from) === dayText(now))
        return (
          <span className="history-time">
            {timeText(run.from)} – {timeText(run.to)}
          </span>
        );
      return (
        <span className="history-time">
          {dayText(at) === dayText(now) ? timeTextMs(at) : `${dayWords(at, now)} ${timeText(at)}`}
        </span>
      );
    },
  },
  {
    id: 'instrument',
    title: t`Instrument`,
    width: 'minmax(96px, 140px)',
    cell: (row) => instrumentName(row, names) || <span className="ui-dim">{t`Console`}</span>,
  },
  {
    id: 'operator',
    title: t`Operator`,
    width: 'minmax(84px, 126px)',
    cell: ({ operator }) => (
      <span className={classes(operator === 'console' && 'ui-dim')}>{operatorWords(operator)}</span>
    ),
  },
  {
    id: 'lane',
    title: t`Lane`,
    width: '100px',
    cell: ({ kind, lane }) => (
      <span className="ui-dim">{kind === 'audit' ? t`record` : lane && laneWords[lane]}</span>
    ),
  },
  {
    id: 'request',
    title: t`Request`,
    width: 'minmax(120px, 1.2fr)',
    cell: ({ kind, request, mark }) => (
      <span className="history-request">
        {kind === 'audit' ? (
          <span className="ui-cut">
            {deedWords(request)} <span className="ui-dim">{request}</span>
          </span>
        ) : (
          <span className="ui-mono ui-cut">{request}</span>
        )}
        <RowMarks mark={mark} />
      </span>
    ),
  },
  {
    id: 'reply',
    title: t`Reply`,
    width: 'minmax(120px, 1.6fr)',
    cell: (row) => {
      const { tone } = rowWord(row);
      const run = runOf(row);
      if (run !== null) return <span className="ui-mute">{runWords(run)}</span>;
      const words = row.fault !== null || row.interrupted;
      return (
        <span className={classes(words ? 'history-words' : 'ui-mono', tone ?? 'ui-mute')}>
          {shortReply(row)}
        </span>
      );
    },
  },
  {
    id: 'queue',
    title: t`Queue ms`,
    width: '84px',
    right: true,
    cell: ({ queueMs }) => <span className="ui-read ui-dim">{ms(queueMs)}</span>,
  },
  {
    id: 'wire',
    title: t`Wire ms`,
    width: '90px',
    right: true,
    cell: ({ wireMs }) => <span className="ui-read">{ms(wireMs)}</span>,
  },
  { id: 'status', title: t`Result`, width: '178px', cell: (row) => <RowState row={row} /> },
];
