import { whenText } from '#renderer/stores/time-text.ts';
import type { DeepState } from '#shared/contract/traces.ts';
import type { RecordInput } from './recording.ts';
import { t } from '#shared/language/t.ts';

/** The switch at the start of the console, in place of a person. */
const byEnvironment = 'LABLINK_PROFILING';

/** `about 6 %`; below half a percent that is said, and not 0. */
export function costText(cost: number): string {
  const percent = cost * 100;
  return percent < 0.5 ? t`less than 1 %` : t`about ${Math.round(percent)} %`;
}

/** What deep mode keeps and what it costs: said before it is switched on, and while it is. */
export const deepTerms = ({ keeps, cost }: Pick<DeepState, 'keeps' | 'cost'>): string =>
  t`Keeps the last ${keeps} traces of people and of the console. Costs ${costText(cost)} of the exchange rate.`;

/** `On since 14:32:07, by tech-02`; null while it is off. */
export function deepSince({ on, since, by }: DeepState, now: number): string | null {
  if (!on) return null;
  const when = since === null ? '' : t` since ${whenText(since, now)}`;
  if (by === null) return t`On${when}`;
  return by === byEnvironment ? t`On${when}, by ${byEnvironment} at the start` : t`On${when}, by ${by}`;
}

/** `CPU 10 s`, as the button says it: `Heap 30 s, 2 threads`. */
export function recordText({ kind, seconds, threads }: RecordInput): string {
  const what = kind === 'cpu' ? 'CPU' : t`heap`;
  const where =
    threads.length === 0 ? '' : threads.length === 1 ? `, ${threads[0]}` : t`, ${threads.length} threads`;
  return t`Record ${what} ${seconds} s${where}`;
}
