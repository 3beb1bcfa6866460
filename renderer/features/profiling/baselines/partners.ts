import type { BaselineSummary } from '#shared/contract/baselines.ts';

/** What one can be compared with: the console now (null) when it was saved at work, and others of its kind, newest first. */
export function partners(
  list: readonly BaselineSummary[],
  old: Pick<BaselineSummary, 'id' | 'kind'>,
): readonly (BaselineSummary | null)[] {
  const others = list
    .filter(({ id, kind }) => id !== old.id && kind === old.kind)
    .toSorted((a, b) => b.at - a.at);
  return old.kind === 'live' ? [null, ...others] : others;
}
