import { dayText, timeText } from '#renderer/stores/time-text.ts';
import type { WorkSession } from '#shared/contract/history.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { dayWords } from '#renderer/features/history/when.ts';
import { t } from '#shared/language/t.ts';

const minutes = (at: number): string => timeText(at).slice(0, 5);

/** `24 Nov, 14:05 to 15:22`; over midnight both days are said. */
export function sessionTimes({ from, to }: Pick<WorkSession, 'from' | 'to'>, now: number): string {
  const first = `${dayWords(from, now)}, ${minutes(from)}`;
  return dayText(from) === dayText(to)
    ? t`${first} to ${minutes(to)}`
    : t`${first} to ${dayWords(to, now)}, ${minutes(to)}`;
}

/** How long a session took, or that it was over at once. */
export const sessionLength = ({ from, to }: Pick<WorkSession, 'from' | 'to'>): string =>
  to - from < 1000 ? t`under 1 s` : formatDuration(to - from);

/** The first names of a list, and how many there are more. */
export function fewNames(names: readonly string[], count: number): string {
  const shown = names.slice(0, count).join(', ');
  return names.length > count ? t`${shown} and ${names.length - count} more` : shown;
}

/** The two sessions that are compared: choosing a third lets the older choice go. */
export function pick(picked: readonly WorkSession[], session: WorkSession): readonly WorkSession[] {
  const others = picked.filter(({ id }) => id !== session.id);
  return others.length < picked.length ? others : [...others, session].slice(-2);
}
