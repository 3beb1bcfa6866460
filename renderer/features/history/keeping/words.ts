import { formatBytes } from '#renderer/ui/work-words.ts';
import { dayWords } from '#renderer/features/history/when.ts';
import type { ChainVerdict, DatabaseHealth, Going, KeptKind } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';

export const kindWords: Readonly<Record<KeptKind, string>> = {
  records: 'Rows of the history',
  readings: 'Readings of polls',
  recordings: 'Recordings',
};
const units: Readonly<Record<KeptKind, readonly [string, string]>> = {
  records: ['row', 'rows'],
  readings: ['block', 'blocks'],
  recordings: ['file', 'files'],
};
const because: Readonly<Record<NonNullable<Going['because']>, string>> = {
  age: 'older than it is kept',
  size: 'more than it may take',
  both: 'older than it is kept, and more than it may take',
};

/** `1 200 rows, 34 MB, 3 Jan to 5 Feb: older than it is kept. 3 pinned rows stay.` */
export function goingWords(going: Going, now: number): string {
  const { kind, rows, bytes, from, to, pinned } = going;
  if (rows === 0) return 'Nothing goes.';
  const count = `${formatFixed(rows, 0)} ${units[kind][rows === 1 ? 0 : 1]}, about ${formatBytes(bytes)}`;
  const span =
    from === null || to === null
      ? ''
      : dayWords(from, now) === dayWords(to, now)
        ? `, of ${dayWords(from, now)}`
        : `, ${dayWords(from, now)} to ${dayWords(to, now)}`;
  const why = going.because === null ? '' : `: ${because[going.because]}`;
  const stay =
    pinned === 0 ? '' : ` ${formatFixed(pinned, 0)} pinned ${pinned === 1 ? 'row stays' : 'rows stay'}.`;
  return `${count}${span}${why}.${stay}`;
}

/** What a check of the chain came to. */
export function verdictWords({
  rows,
  holds,
  broken,
  heads,
  checkpoints,
  wrongSignatures,
}: ChainVerdict): string {
  const many = (count: number, noun: string): string =>
    `${formatFixed(count, 0)} ${noun}${count === 1 ? '' : 's'}`;
  const looked = `${many(rows, 'row')} recomputed, ${many(heads, 'signed head')} and ${many(checkpoints, 'checkpoint')} checked.`;
  if (holds && wrongSignatures.length === 0) return looked;
  const row = broken === null ? '' : `Row ${formatFixed(broken.seq, 0)} does not hold: ${broken.why} `;
  const signed =
    wrongSignatures.length === 0
      ? ''
      : `${formatFixed(wrongSignatures.length, 0)} ${wrongSignatures.length === 1 ? 'signature does' : 'signatures do'} not fit. `;
  return `${row}${signed}${looked}`;
}

/** What is wrong with the disk; null while nothing is. `full` is a fault, `low` a warning. */
export function diskWords(
  health: Pick<DatabaseHealth, 'warning' | 'freeDisk' | 'fullInDays' | 'writable'>,
): { readonly kind: 'fault' | 'warning'; readonly short: string; readonly long: string } | null {
  const free = health.freeDisk === null ? '' : `${formatBytes(health.freeDisk)} free`;
  if (health.warning === 'full' || !health.writable)
    return {
      kind: 'fault',
      short: health.warning === 'full' ? 'Disk full' : 'History cannot be written',
      long: `${free === '' ? 'The disk of the data folder is full' : `Only ${free} on the disk of the data folder`}. Free space on it, or keep less.`,
    };
  if (health.warning !== 'low') return null;
  const days = health.fullInDays === null ? '' : `, full in about ${daysWords(health.fullInDays)}`;
  return {
    kind: 'warning',
    short: free === '' ? 'Disk nearly full' : `Disk: ${free}`,
    long: `${free === '' ? 'Little is free' : free} on the disk of the data folder${days}. Free space on it, or keep less.`,
  };
}

/** `3 days`, `under a day`, `more than 10 years`. */
export function daysWords(days: number): string {
  if (days < 1) return 'under a day';
  if (days > 3650) return 'more than 10 years';
  const whole = Math.floor(days);
  return `${formatFixed(whole, 0)} ${whole === 1 ? 'day' : 'days'}`;
}
