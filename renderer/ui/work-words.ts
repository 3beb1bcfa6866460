import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { Progress } from '#shared/contract/work.ts';
import type { z } from '#shared/schema.ts';
import { t } from '#shared/language/t.ts';

export type WorkProgress = z.infer<typeof Progress>;

const steps = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as a person says them, by powers of 1000: `950 B`, `1.2 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
  let [value, step] = [Math.abs(bytes), 0];
  // What would be written as 1000 is 1.0 of the next.
  while (step < steps.length - 1 && value >= (step === 0 ? 1000 : 999.5)) {
    value /= 1000;
    step++;
  }
  const sign = bytes < 0 ? '−' : '';
  return `${sign}${formatFixed(value, step > 0 && value < 9.95 ? 1 : 0)} ${steps[step]}`;
}

const amount = (value: number, unit: WorkProgress['unit']): string =>
  unit === 'bytes' ? formatBytes(value) : formatFixed(Math.round(value), 0);

/** What is counted, as a person says it. */
export const units: Readonly<Record<Exclude<WorkProgress['unit'], 'bytes'>, string>> = {
  rows: t`rows`,
  files: t`files`,
  pages: t`pages`,
  seconds: t`seconds`,
  rounds: t`rounds`,
};

/** `12 000 of 120 000 rows, 45 000 rows/s, 3 s left`. What is not known is left out. */
export function progressWords({ done, of, unit, rate, leftS }: WorkProgress): string {
  const noun = unit === 'bytes' ? '' : ` ${units[unit]}`;
  const far =
    of === null ? `${amount(done, unit)}${noun}` : t`${amount(done, unit)} of ${amount(of, unit)}${noun}`;
  const fast = rate === null ? null : `${amount(rate, unit)}${noun}/s`;
  const left = leftS === null ? null : t`${formatDuration(Math.ceil(leftS) * 1000)} left`;
  return [far, fast, left].filter((part) => part !== null).join(', ');
}

/** 0 to 1; null while it is not known how much there is. */
export const progressPart = ({ done, of }: WorkProgress): number | null =>
  of === null || of <= 0 ? null : Math.min(done / of, 1);
