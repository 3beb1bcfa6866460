import type { BaselineSummary, Machine } from '#shared/contract/baselines.ts';
import { t } from '#shared/language/t.ts';

type Side = Pick<BaselineSummary, 'machine' | 'load'>;

const gb = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GB`;
const parts: readonly (readonly [what: string, text: (machine: Machine) => string])[] = [
  [t`Another processor`, ({ cpu }) => cpu],
  [t`Another number of cores`, ({ cores }) => String(cores)],
  [t`Another amount of memory`, ({ memory }) => gb(memory)],
  [t`Another system`, ({ platform }) => platform],
  [t`Another version of Node`, ({ node }) => node],
];

/** What differs between two measurements beside the console itself: then a difference may come from there. */
export function doubtsOf(old: Side, now: Side): string[] {
  const doubts = parts
    .map(([what, text]) => [what, text(old.machine), text(now.machine)] as const)
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => t`${what}: ${before} then, ${after} now.`);
  if (old.load !== now.load) doubts.push(t`Another load: ${old.load} then, ${now.load} now.`);
  return doubts;
}
