import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { Ratio } from '#shared/contract/baselines.ts';
import type { Verdict } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** A verdict in the state vocabulary; null where there was nothing to compare. */
export const verdictKind = (verdict: Verdict): StateKind | null => (verdict === 'none' ? null : verdict);

/** `1.02`, `12.4`: two decimals near 1, where they decide; beyond a hundred times either way it says no more than that. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  if (ratio > 100) return '>100';
  if (ratio < 0.01) return '<0.01';
  return formatFixed(ratio, ratio < 9.995 ? 2 : 1);
}

/** `2.31 times, between 2.10 and 2.55`; where too little was measured for an interval, that. */
export const ratioWords = ({ ratio, low, high, verdict }: Ratio): string =>
  verdict === 'none'
    ? t`${ratioText(ratio)} times; too little measured for an interval`
    : t`${ratioText(ratio)} times, between ${ratioText(low)} and ${ratioText(high)}`;

/** `2.10 to 2.55`; `–` where there is no interval. */
export const intervalText = ({ low, high, verdict }: Ratio): string =>
  verdict === 'none' ? '–' : t`${ratioText(low)} to ${ratioText(high)}`;

/** What weighs most comes first: slower, then faster, then the rest; within each by how far it is from 1. */
export function byGravity<
  R extends { readonly verdict: Verdict; readonly median: Ratio; readonly p95: Ratio },
>(rows: readonly R[]): readonly R[] {
  const weight: Readonly<Record<Verdict, number>> = { slower: 3, faster: 2, same: 1, none: 0 };
  const far = ({ median, p95 }: R): number =>
    Math.max(Math.abs(Math.log(median.ratio)), Math.abs(Math.log(p95.ratio)));
  return rows.toSorted((a, b) => weight[b.verdict] - weight[a.verdict] || far(b) - far(a));
}

/** The measure that decides a row: the one with its verdict, farther from 1 where both have it; the 95th percentile where neither differs. */
export function deciding(row: {
  readonly verdict: Verdict;
  readonly median: Ratio;
  readonly p95: Ratio;
}): 'median' | 'p95' {
  const { verdict, median, p95 } = row;
  if (p95.verdict !== verdict) return 'median';
  if (median.verdict !== verdict || verdict === 'same' || verdict === 'none') return 'p95';
  return Math.abs(Math.log(median.ratio)) > Math.abs(Math.log(p95.ratio)) ? 'median' : 'p95';
}

/** `3 slower, 1 faster, 36 no difference shown`; what there is none of is left out. */
export function countWords(rows: readonly { readonly verdict: Verdict }[]): string {
  const words = {
    slower: t`slower`,
    faster: t`faster`,
    same: t`no difference shown`,
    none: t`too little measured`,
  };
  return (['slower', 'faster', 'same', 'none'] as const)
    .map((verdict) => [rows.filter((row) => row.verdict === verdict).length, words[verdict]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
