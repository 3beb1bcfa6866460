import { dayText, timeText } from '#renderer/stores/time-text.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { dayWords, momentText } from '#renderer/features/history/when.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** A stretch of the list as it is being chosen: where it was begun, and where it goes to. Numbers of rows. */
export interface Marked {
  readonly anchor: number;
  readonly head: number;
}

/** The stretch after another row was chosen with Shift: from where it was begun, or else from the row that was chosen before. */
export function extend(marked: Marked | null, selected: number | null, seq: number): Marked {
  // What goes on from its own end is the same stretch; from anywhere else another one begins.
  if (marked !== null && (selected === null || selected === marked.head)) return { ...marked, head: seq };
  return { anchor: selected ?? seq, head: seq };
}

/** The stretch with this row as its beginning (the older end) or its end. */
export function setEnd(marked: Marked | null, end: 'begin' | 'end', seq: number): Marked {
  if (marked === null) return { anchor: seq, head: seq };
  const { from, to } = ends(marked);
  return end === 'begin'
    ? { anchor: Math.max(to, seq), head: seq }
    : { anchor: Math.min(from, seq), head: seq };
}

/** First and last row, by number. */
export const ends = ({ anchor, head }: Marked): { readonly from: number; readonly to: number } => ({
  from: Math.min(anchor, head),
  to: Math.max(anchor, head),
});

/** What is known of a stretch from the rows of the list. */
export interface StretchFacts {
  readonly rows: number;
  /** Epoch ms of the first and the last of them. */
  readonly first: number;
  readonly last: number;
  /** Instruments that were talked to, by id, the most used first. */
  readonly instruments: ReadonlyMap<string, string>;
}

/** Null where the list has none of its rows any more. */
export function stretchFacts(marked: Marked, rows: readonly HistoryRow[]): StretchFacts | null {
  const { from, to } = ends(marked);
  const inside = rows.filter(({ seq }) => seq >= from && seq <= to);
  const oldest = inside.at(-1);
  const newest = inside[0];
  if (oldest === undefined || newest === undefined) return null;
  const counts = new Map<string, { readonly name: string; count: number }>();
  for (const { kind, instrument, instrumentName } of inside) {
    if (kind !== 'exchange' || instrument === '') continue;
    const known = counts.get(instrument);
    if (known === undefined) counts.set(instrument, { name: instrumentName, count: 1 });
    else known.count++;
  }
  const instruments = new Map(
    [...counts].sort(([, a], [, b]) => b.count - a.count).map(([id, { name }]) => [id, name]),
  );
  return { rows: inside.length, first: oldest.at, last: newest.at, instruments };
}

/** `14 rows, 14:30:12 to 14:31:58`; with the day when it is not today. */
export function stretchWords({ rows, first, last }: StretchFacts, now: number): string {
  const count = rows === 1 ? t`1 row` : t`${formatFixed(rows, 0)} rows`;
  if (dayText(first) === dayText(last)) {
    const day = dayText(first) === dayText(now) ? '' : t` on ${dayWords(first, now)}`;
    return t`${count}, ${timeText(first)} to ${timeText(last)}${day}`;
  }
  return t`${count}, ${momentText(first, now)} to ${momentText(last, now)}`;
}

/** `12 lines copied. Left out: 3 polls.` */
export function copiedWords(
  as: 'script' | 'transcript',
  lines: number,
  left: readonly { readonly why: string; readonly count: number }[],
): string {
  const count = lines === 1 ? t`1 line` : t`${formatFixed(lines, 0)} lines`;
  const copied = as === 'script' ? t`${count} copied as a SCPI script.` : t`${count} copied as a transcript.`;
  const without = left.map(({ why, count }) => `${formatFixed(count, 0)} (${said(why)})`).join(', ');
  return without === '' ? copied : t`${copied} Left out: ${without}.`;
}

/** What a recording of a stretch is called until somebody says otherwise. */
export function recordingName(instrument: string, first: number): string {
  const plain = instrument.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return `${plain || t`Stretch`} ${dayText(first)} ${timeText(first).replaceAll(':', '-')}`.slice(0, 80);
}
