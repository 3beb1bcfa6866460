import { kindWord } from '#renderer/features/profiling/traces/kinds.ts';
import type { Sort } from '#renderer/ui/table-column.ts';
import type { SpanKey, SpanRow, Verdict } from '#shared/contract/profiling.ts';
import { t } from '#shared/language/t.ts';

/** What a row is known by, over all the items of the stream. */
export const spanId = ({ kind, name, instrument }: SpanKey): string => `${kind} ${instrument ?? ''} ${name}`;

/** A row as people call it: `Supply A MEAS:VOLT?`. */
export const spanTitle = ({ key, instrumentName }: SpanRow): string =>
  instrumentName === null ? key.name : `${instrumentName} ${key.name}`;

/**
 * The part of the time that passed which went by in this span: of every second, how much. It is more than 1 where several go on at
 * once. From the row's own rate, as only the console knows exactly how long its window was.
 */
export const shareOf = ({ count, rate, totalMs }: Pick<SpanRow, 'count' | 'rate' | 'totalMs'>): number =>
  count === 0 ? 0 : (totalMs / count / 1000) * rate;

/** Columns by which spans are sorted. */
export const spanSorts = ['kind', 'name', 'rate', 'p50', 'p95', 'p99', 'max', 'share', 'verdict'] as const;
export type SpanSort = (typeof spanSorts)[number];
const isSpanSort = (column: string): column is SpanSort => spanSorts.some((each) => each === column);

const gravity: Readonly<Record<Verdict, number>> = { slower: 3, faster: 2, same: 1, none: 0 };

function valueOf(row: SpanRow, by: SpanSort): string | number | null {
  switch (by) {
    case 'kind':
      return kindWord(row.key.kind);
    case 'name':
      return spanTitle(row);
    case 'share':
      return row.totalMs;
    case 'verdict':
      return gravity[row.verdict];
    case 'rate':
    case 'p50':
    case 'p95':
    case 'p99':
    case 'max':
      return row[by];
  }
}

/** Words rise from A, numbers fall from the most: what one presses a title for. */
export const firstWay = (column: string): Sort => ({ column, down: column !== 'kind' && column !== 'name' });

/** Pressing a title: that column, and the other way round when it holds already. */
export const nextSort = (sort: Sort, column: string): Sort =>
  sort.column === column ? { column, down: !sort.down } : firstWay(column);

/** Sorted; rows without a number are last either way, and equals stand by their name. */
export function sortSpans(rows: readonly SpanRow[], { column, down }: Sort): readonly SpanRow[] {
  const by = isSpanSort(column) ? column : 'share';
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a, by), valueOf(b, by)];
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
    } else if (x !== y) {
      const order = typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y);
      if (order !== 0) return down ? -order : order;
    }
    return spanId(a.key).localeCompare(spanId(b.key));
  });
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  slower: t`Slower`,
  faster: t`Faster`,
  same: t`No difference`,
  none: '',
};

/** All that a row is found by: its kind and its verdict in the words on screen, and in their own. */
function sought(row: SpanRow): string {
  const { key, verdict } = row;
  const judged = verdict === 'none' ? '' : `${verdict} ${verdictWords[verdict]}`;
  return `${key.kind} ${kindWord(key.kind)} ${spanTitle(row)} ${judged}`.toLowerCase();
}

/** Rows in which every word of the filter occurs: in the kind, the name, the instrument, or as the verdict. */
export function filterSpans(rows: readonly SpanRow[], filter: string): readonly SpanRow[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = sought(row);
    return words.every((word) => text.includes(word));
  });
}

/**
 * The order in which rows are shown. It is made anew when `anew` says so; otherwise rows stay where they are while their numbers
 * change, those that are gone leave, and new ones come last.
 */
export function steadyOrder(
  before: readonly string[],
  rows: readonly SpanRow[],
  sort: Sort,
  anew: boolean,
): readonly string[] {
  const sorted = sortSpans(rows, sort).map(({ key }) => spanId(key));
  if (anew) return sorted;
  const now = new Set(sorted);
  const kept = before.filter((id) => now.has(id));
  const known = new Set(kept);
  return [...kept, ...sorted.filter((id) => !known.has(id))];
}
