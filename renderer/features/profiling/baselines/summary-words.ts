import { dayText, timeText } from '#renderer/stores/time-text.ts';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BaselineSummary } from '#shared/contract/baselines.ts';
import { t } from '#shared/language/t.ts';

const kinds = { live: t`Bench at work`, paths: t`Ten paths` } as const satisfies Record<
  BaselineSummary['kind'],
  string
>;

/** `Bench at work`, `Ten paths`. */
export const kindWords = ({ kind }: Pick<BaselineSummary, 'kind'>): string => kinds[kind];

/** `2026-11-24 14:32`. */
export const whenMade = (at: number): string => `${dayText(at)} ${timeText(at).slice(0, 5)}`;

/** `A processor, 2 cores, 8.0 GB; linux x64; Node 24.1.0; LabLink 0.9.0`. */
export const machineWords = ({ machine }: Pick<BaselineSummary, 'machine'>): string => {
  const { cpu, cores, memory, platform, node, version } = machine;
  return t`${cpu}, ${cores} cores, ${formatBytes(memory)}; ${platform}; Node ${node}; LabLink ${version}`;
};

/** `41 measured, 5 instruments at 10/s`. */
export const loadWords = ({ measured, load }: Pick<BaselineSummary, 'measured' | 'load'>): string =>
  t`${measured} measured${load === '' ? '' : `, ${load}`}`;

/** A name nobody has to think about: `bench 2026-11-24 14:32`. */
export const namedNow = (what: string, now: number): string => `${what} ${whenMade(now)}`;
