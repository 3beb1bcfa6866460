import type { BackupKeeping } from '#shared/contract/backups.ts';

/** What a console begins with. */
export const usualKeeping: BackupKeeping = { daily: 14, weekly: 8, monthly: 12, yearly: 5 };

/** What keeping looks at. */
export interface Kept {
  readonly at: number;
  readonly state: 'verified' | 'unchanged' | 'unverified' | 'failed' | 'missing';
  readonly why: string;
}

/** A backup made before a restore stays at least so long, ms. */
const beforeRestoreMs = 30 * 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');
const dayOf = (at: number): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
};
/** The Monday of the week. */
const weekOf = (at: number): string => {
  const day = new Date(at);
  return dayOf(
    new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7), 12).getTime(),
  );
};
const classes = [
  ['daily', dayOf],
  ['weekly', weekOf],
  ['monthly', (at: number) => dayOf(at).slice(0, 7)],
  ['yearly', (at: number) => dayOf(at).slice(0, 4)],
] as const;

/** Does it count as a backup that can be restored? */
export const holds = ({ state }: Pick<Kept, 'state'>): boolean =>
  state === 'verified' || state === 'unchanged';

/** How many of each class there are, and what goes. */
export interface Sorted<T extends Kept> {
  readonly kept: BackupKeeping;
  readonly going: readonly T[];
}

/**
 * Sorts the copies of one destination: of the newest so many days (weeks, months, years) with a backup that holds, the newest of each
 * stays; what is in no class goes. What does not hold neither counts nor goes: it is for a person to look at. The newest one that
 * holds always stays.
 */
export function sortCopies<T extends Kept>(
  copies: readonly T[],
  keeping: BackupKeeping,
  now: number,
): Sorted<T> {
  const good = copies.filter(holds).toSorted((a, b) => b.at - a.at);
  const stays = new Set<T>(good.slice(0, 1));
  for (const copy of good)
    if (copy.why === 'before-restore' && copy.at > now - beforeRestoreMs) stays.add(copy);
  const kept = { daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  for (const [name, span] of classes) {
    const seen = new Set<string>();
    for (const copy of good) {
      if (seen.size === keeping[name]) break;
      if (seen.has(span(copy.at))) continue;
      seen.add(span(copy.at));
      stays.add(copy);
    }
    kept[name] = seen.size;
  }
  return { kept, going: good.filter((copy) => !stays.has(copy)) };
}
