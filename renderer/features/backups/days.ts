import type { BackupState } from '#shared/contract/backups.ts';
import { shortDay } from './when.ts';
import { t } from '#shared/language/t.ts';

/** `made`: all well. `mended`: a failure, and a backup as well. `failed`: failures alone. `none`: nothing was tried. */
export type DayKind = 'made' | 'mended' | 'failed' | 'none';

export interface DayCell {
  readonly day: string;
  readonly kind: DayKind;
  /** In the cell, where a tick does not say it all. */
  readonly number: number | null;
  /** Under the cell: Mondays, and today. */
  readonly label: string | null;
  /** Read out. */
  readonly words: string;
}

const kindOf = (made: number, failed: number): DayKind =>
  made > 0 ? (failed > 0 ? 'mended' : 'made') : failed > 0 ? 'failed' : 'none';

function wordsOf(made: number, failed: number): string {
  const parts = [
    ...(made > 0 ? [made === 1 ? t`1 backup` : t`${made} backups`] : []),
    ...(failed > 0 ? [t`${failed} failed`] : []),
  ];
  return parts.length === 0 ? t`none` : parts.join(', ');
}

/** A day is a date alone, so it is looked at as one of UTC: no time zone moves it. */
const isMonday = (day: string): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 1;

/** The days of the strip, oldest first. The last is today. */
export function dayCells(days: BackupState['days']): readonly DayCell[] {
  return days.map(({ day, made, failed }, index) => {
    const today = index === days.length - 1;
    // Two labels side by side would run into each other.
    const room = index + 3 < days.length;
    return {
      day,
      kind: kindOf(made, failed),
      number: made > 1 ? made : null,
      label: today ? t`today` : isMonday(day) && room ? shortDay(day) : null,
      words: `${today ? t`today` : shortDay(day)}: ${wordsOf(made, failed)}`,
    };
  });
}

/** `21 of the last 30 days have a backup; 1 failed.` */
export function stripWords(days: BackupState['days']): string {
  const made = days.filter((each) => each.made > 0).length;
  const failed = days.filter((each) => each.made === 0 && each.failed > 0).length;
  const bad = failed === 0 ? '' : failed === 1 ? t`; on 1 day it failed` : t`; on ${failed} days it failed`;
  return t`${made} of the last ${days.length} days have a backup${bad}.`;
}
