import type { BackupKeeping, BackupSchedule } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

const names = [t`Sun`, t`Mon`, t`Tue`, t`Wed`, t`Thu`, t`Fri`, t`Sat`];
/** Weeks begin on Monday. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0] as const;
export const dayName = (day: number): string => names[day] ?? '';

function daysWords(days: readonly number[]): string {
  const chosen = weekOrder.filter((day) => days.includes(day));
  if (chosen.length === 7) return t`every day`;
  if (chosen.join('') === '12345') return t`weekdays`;
  return chosen.map(dayName).join(', ');
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : t`${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `weekdays 12:30 and 18:00, and at shutdown`. */
export function scheduleWords({ times, days, atShutdown }: BackupSchedule): string {
  const runs =
    times.length === 0 || days.length === 0 ? null : `${daysWords(days)} ${list([...times].sort())}`;
  if (runs === null) return atShutdown ? t`at shutdown` : t`only when somebody asks for it`;
  return atShutdown ? t`${runs}, and at shutdown` : runs;
}

/** The times of a field: `12:30, 18:00`. Null: one of them is no time. */
export function readTimes(text: string): readonly string[] | null {
  const parts = text.split(/[\s,;]+/u).filter(Boolean);
  const times = parts.map((part) => /^(\d{1,2})[:.]?(\d{2})$/u.exec(part));
  const read = times.map((match) => `${match?.[1]?.padStart(2, '0') ?? ''}:${match?.[2] ?? ''}`);
  return read.every((time) => /^([01]\d|2[0-3]):[0-5]\d$/u.test(time)) ? [...new Set(read)].sort() : null;
}

/** The kinds of keeping, in their order. */
export const keepingKinds = ['daily', 'weekly', 'monthly', 'yearly'] as const;
export type KeepingKind = (typeof keepingKinds)[number];
/** How many of each the contract lets be kept. */
export const keepingLimits: Readonly<Record<KeepingKind, readonly [number, number]>> = {
  daily: [1, 366],
  weekly: [0, 520],
  monthly: [0, 240],
  yearly: [0, 100],
};

/** The four fields; null for one that is no whole number within its limits. */
export function readKeeping(
  text: Readonly<Record<KeepingKind, string>>,
): { readonly keeping: BackupKeeping } | { readonly wrong: KeepingKind } {
  const keeping = { daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  for (const kind of keepingKinds) {
    const [least, most] = keepingLimits[kind];
    const value = /^\d{1,4}$/u.test(text[kind].trim()) ? Number(text[kind]) : Number.NaN;
    if (!(value >= least && value <= most)) return { wrong: kind };
    keeping[kind] = value;
  }
  return { keeping };
}
