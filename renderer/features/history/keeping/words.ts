import { formatBytes } from '#renderer/ui/work-words.ts';
import { dayWords } from '#renderer/features/history/when.ts';
import type { ChainVerdict, DatabaseHealth, Going, KeptKind } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

export const kindWords: Readonly<Record<KeptKind, string>> = {
  records: t`Rows of the history`,
  readings: t`Readings of polls`,
  recordings: t`Recordings`,
};
/** Why something was deleted when nobody said it: signed into the checkpoint, so in English. */
export const policyReason = 'By the policy';

const countWords: Readonly<Record<KeptKind, (count: number) => string>> = {
  records: (count) => (count === 1 ? t`1 row` : t`${formatFixed(count, 0)} rows`),
  readings: (count) => (count === 1 ? t`1 block` : t`${formatFixed(count, 0)} blocks`),
  recordings: (count) => (count === 1 ? t`1 file` : t`${formatFixed(count, 0)} files`),
};
const because: Readonly<Record<NonNullable<Going['because']>, string>> = {
  age: t`older than it is kept`,
  size: t`more than it may take`,
  both: t`older than it is kept, and more than it may take`,
};

/** `1 200 rows, 34 MB, 3 Jan to 5 Feb: older than it is kept. 3 pinned rows stay.` */
export function goingWords(going: Going, now: number): string {
  const { kind, rows, bytes, from, to, pinned } = going;
  if (rows === 0) return t`Nothing goes.`;
  const count = t`${countWords[kind](rows)}, about ${formatBytes(bytes)}`;
  const span =
    from === null || to === null
      ? ''
      : dayWords(from, now) === dayWords(to, now)
        ? t`, of ${dayWords(from, now)}`
        : t`, ${dayWords(from, now)} to ${dayWords(to, now)}`;
  const why = going.because === null ? '' : `: ${because[going.because]}`;
  const stay =
    pinned === 0
      ? ''
      : pinned === 1
        ? t` 1 pinned row stays.`
        : t` ${formatFixed(pinned, 0)} pinned rows stay.`;
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
  values,
}: ChainVerdict): string {
  const summed = values.rows - values.unchecked;
  const beside = [
    summed === 1
      ? t`1 row of readings and notes compared with its sum`
      : t`${formatFixed(summed, 0)} rows of readings and notes compared with their sums`,
    ...(values.unchecked === 0
      ? []
      : [t`${formatFixed(values.unchecked, 0)} of an older version not checked`]),
  ].join(', ');
  const signedHeads = heads === 1 ? t`1 signed head` : t`${formatFixed(heads, 0)} signed heads`;
  const points = checkpoints === 1 ? t`1 checkpoint` : t`${formatFixed(checkpoints, 0)} checkpoints`;
  const looked = t`${countWords.records(rows)} recomputed, ${signedHeads} and ${points} checked; ${beside}.`;
  const changed =
    values.problems.length === 0
      ? ''
      : t`Beside the history: ${values.problems.slice(0, 3).map(said).join(' · ')}. `;
  if (holds && wrongSignatures.length === 0) return `${changed}${looked}`;
  const row = broken === null ? '' : t`Row ${formatFixed(broken.seq, 0)} does not hold: ${said(broken.why)} `;
  const signed =
    wrongSignatures.length === 0
      ? ''
      : wrongSignatures.length === 1
        ? t`1 signature does not fit. `
        : t`${formatFixed(wrongSignatures.length, 0)} signatures do not fit. `;
  return `${row}${signed}${changed}${looked}`;
}

/** What is wrong with the disk; null while nothing is. `full` is a fault, `low` a warning. */
export function diskWords(
  health: Pick<DatabaseHealth, 'warning' | 'freeDisk' | 'fullInDays' | 'writable'>,
): { readonly kind: 'fault' | 'warning'; readonly short: string; readonly long: string } | null {
  const free = health.freeDisk === null ? '' : t`${formatBytes(health.freeDisk)} free`;
  if (health.warning === 'full' || !health.writable)
    return {
      kind: 'fault',
      short: health.warning === 'full' ? t`Disk full` : t`History cannot be written`,
      long: t`${free === '' ? t`The disk of the data folder is full` : t`Only ${free} on the disk of the data folder`}. Free space on it, or keep less.`,
    };
  if (health.warning !== 'low') return null;
  const days = health.fullInDays === null ? '' : t`, full in about ${daysWords(health.fullInDays)}`;
  return {
    kind: 'warning',
    short: free === '' ? t`Disk nearly full` : t`Disk: ${free}`,
    long: t`${free === '' ? t`Little is free` : free} on the disk of the data folder${days}. Free space on it, or keep less.`,
  };
}

/** `3 days`, `under a day`, `more than 10 years`. */
export function daysWords(days: number): string {
  if (days < 1) return t`under a day`;
  if (days > 3650) return t`more than 10 years`;
  const whole = Math.floor(days);
  return whole === 1 ? t`1 day` : t`${formatFixed(whole, 0)} days`;
}
