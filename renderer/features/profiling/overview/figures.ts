import { formatBytes } from '#renderer/ui/work-words.ts';
import { msDecimals, percentText, rateText } from '#renderer/features/profiling/ms-text.ts';
import type { Overview } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** One figure of the strip: a number on its ruler. */
export interface Figure {
  readonly id: 'loop' | 'exchanges' | 'slowest' | 'memory' | 'utilisation';
  readonly title: string;
  /** Null: not known, or (with `quiet`) there was nothing to measure. */
  readonly value: number | null;
  readonly quiet?: boolean;
  readonly unit: string;
  readonly decimals: number;
  /** The end of the scale; it begins at 0. */
  readonly to: number;
  /** From here on it is too much; null where there is no such point, or nobody knows it. */
  readonly limit: number | null;
  readonly over: boolean;
  /** Below the ruler: the limit in words, and what belongs to the number. */
  readonly note: string;
}

/** A loop, or a thread, that is busy for longer has no time left for what comes. */
export const busyLimit = 0.8;
/** Of the memory of the machine; beyond it the machine begins to swap. */
const memoryLimit = 0.8;

/** The least of 1, 2, 5 times a power of ten at or above. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  return ([1, 2, 5].find((step) => step * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** Room for the value and for the zone beyond its limit. */
const scaleTo = (value: number, limit: number): number => Math.max(limit * 1.25, value * 1.08);

const megabytes = (bytes: number): number => bytes / 1e6;

function loop({ loop: { p99Ms, limitMs } }: Overview): Figure {
  const [value, over] = [p99Ms, p99Ms > limitMs];
  return {
    id: 'loop',
    title: t`Event loop p99`,
    value,
    unit: 'ms',
    decimals: msDecimals(Math.max(value, 1)) > 1 ? 1 : msDecimals(Math.max(value, 1)),
    to: scaleTo(value, limitMs),
    limit: limitMs,
    over,
    note: t`Limit ${formatFixed(limitMs, 0)} ms late, over 10 s`,
  };
}

function exchanges({ exchanges: { rate, capacity, busiest } }: Overview): Figure {
  return {
    id: 'exchanges',
    title: t`Exchanges`,
    value: rate,
    unit: '/s',
    decimals: rate >= 99.95 ? 0 : 1,
    to: capacity === null ? roundUp(Math.max(rate * 1.5, 10)) : scaleTo(rate, capacity),
    limit: capacity,
    over: capacity !== null && rate > capacity,
    note:
      capacity === null
        ? t`Capacity not known yet`
        : t`Full at about ${rateText(capacity)}/s${busiest === null ? '' : `, ${busiest}`}`,
  };
}

function slowest({ slowest: one }: Overview): Figure {
  const value = one?.p99Ms ?? null;
  return {
    id: 'slowest',
    title: t`Slowest`,
    value,
    quiet: one === null,
    unit: 'ms p99',
    decimals: value === null ? 0 : Math.min(msDecimals(value), 2),
    to: roundUp((value ?? 1) * 1.1),
    limit: null,
    over: one?.over ?? false,
    note: one === null ? t`No exchange in this time` : `${one.instrumentName}, ${one.key.name}`,
  };
}

function memory({ memory: { rss, total }, threads }: Overview): Figure {
  const heaps = threads
    .map(({ heapUsed }) => (heapUsed === null ? '–' : formatFixed(megabytes(heapUsed), 0)))
    .join(', ');
  return {
    id: 'memory',
    title: t`Memory`,
    value: megabytes(rss),
    unit: t`MB of ${formatBytes(total)}`,
    decimals: 0,
    to: megabytes(total),
    limit: megabytes(total * memoryLimit),
    over: rss > total * memoryLimit,
    note: threads.length === 0 ? '' : t`Heaps: ${heaps} MB`,
  };
}

/** `, 41 files`; nothing where the platform does not count them. */
function filesText(files: number | null): string {
  if (files === null) return '';
  return files === 1 ? t`, 1 file` : t`, ${files} files`;
}

function utilisation({ loop: { utilisation: part }, memory: { gc }, handles }: Overview): Figure {
  return {
    id: 'utilisation',
    title: t`Utilisation, main`,
    value: part === null ? null : part * 100,
    unit: '%',
    decimals: part !== null && part < 0.0995 ? 1 : 0,
    to: 100,
    limit: busyLimit * 100,
    over: part !== null && part > busyLimit,
    note: `GC ${percentText(gc)}${filesText(handles.files)}`,
  };
}

/** The figures of the strip, in their order. */
export const figuresOf = (overview: Overview): readonly Figure[] => [
  loop(overview),
  exchanges(overview),
  slowest(overview),
  memory(overview),
  utilisation(overview),
];

/** The places of the strip before anything is known: no number, and no old one either. */
export const unknownFigures: readonly Figure[] = (
  [
    ['loop', t`Event loop p99`, 'ms'],
    ['exchanges', t`Exchanges`, '/s'],
    ['slowest', t`Slowest`, 'ms p99'],
    ['memory', t`Memory`, 'MB'],
    ['utilisation', t`Utilisation, main`, '%'],
  ] as const
).map(([id, title, unit]) => ({
  id,
  title,
  unit,
  value: null,
  decimals: 0,
  to: 1,
  limit: null,
  over: false,
  note: t`Not known`,
}));
