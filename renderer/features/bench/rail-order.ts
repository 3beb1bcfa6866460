import { t } from '#shared/language/t.ts';
/** The ids with one of them a step up (-1) or down (1); null where it stands at the end already, or is not there. */
export function stepped(ids: readonly string[], id: string, step: 1 | -1): string[] | null {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return null;
  return ids.toSpliced(at, 1).toSpliced(to, 0, id);
}

/** The ids with one of them dropped before or behind another; null where that changes nothing. */
export function dropped(
  ids: readonly string[],
  id: string,
  target: string,
  behind: boolean,
): string[] | null {
  const others = ids.filter((each) => each !== id);
  const at = others.indexOf(target);
  if (at < 0 || others.length === ids.length) return null;
  const next = others.toSpliced(behind ? at + 1 : at, 0, id);
  return next.every((each, place) => each === ids[place]) ? null : next;
}

/** What is said of a move: `Simulated supply: place 2 of 5.` */
export const sayPlace = (name: string, ids: readonly string[], id: string): string =>
  t`${name}: place ${ids.indexOf(id) + 1} of ${ids.length}.`;
