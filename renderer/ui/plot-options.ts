import { t } from '#shared/language/t.ts';
import type uPlot from 'uplot';
import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';

/** Dashes back the hue up: channels are told apart without colour. */
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [10, 3, 2, 3]];

const guideDash: readonly number[] = [4, 4];

const inkOf = (channel: number | null): string =>
  channel === null ? '--ink' : `--c${((channel - 1) % 4) + 1}`;

export interface PlotLine {
  /** Colour, dash and tag. Null: the only line that is measured, in ink, or a guide. */
  readonly channel: number | null;
  readonly label: string;
  /** False: its newest point is not what is so now, and no number is written beside the line. */
  readonly current: boolean;
  /** A value to compare with: thin, dashed and grey, and named beside its number. */
  readonly guide?: boolean;
}

/** Time before the right edge: `−4:00`, `now`. */
export function sayAgo(secondsAgo: number): string {
  const whole = Math.round(secondsAgo);
  if (whole <= 0) return t`now`;
  const seconds = String(whole % 60).padStart(2, '0');
  return `\u2212${Math.floor(whole / 60)}:${seconds}`;
}

/** Least and most of an axis: a little air, and never a span so small that noise looks like news. */
export function axisRange(low: number | null, high: number | null, least: number): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, least];
  const middle = (low + high) / 2;
  const span = Math.max((high - low) * 1.24, least);
  const bottom = middle - span / 2;
  // Nothing that is measured here goes below zero by itself; an axis that does says otherwise.
  return low >= 0 && bottom < 0 ? [0, span] : [bottom, bottom + span];
}

export interface PlotLook {
  /** Reads a token: `--grid`. */
  readonly token: (name: string) => string;
  readonly unit: string;
  /** Smallest span of the y axis. */
  readonly least: number;
  readonly times: boolean;
}

/** What uPlot is told. Cursor, legend and drag are off: the panel has its own words for what is under the pointer. */
export function plotOptions(
  lines: readonly Pick<PlotLine, 'channel' | 'guide'>[],
  look: PlotLook,
  size: { width: number; height: number },
): uPlot.Options {
  const axis = {
    stroke: look.token('--ink-3'),
    font: `11px ${look.token('--f-ui')}`,
    ticks: { show: false },
    grid: { stroke: look.token('--grid'), width: 1 },
  };
  return {
    ...size,
    padding: [8, 14, look.times ? 0 : 8, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_plot, low, high) => axisRange(low, high, look.least) },
    },
    axes: [
      {
        ...axis,
        size: look.times ? 22 : 0,
        gap: 4,
        space: 90,
        incrs: [10, 15, 30, 60, 300, 600, 900, 3600, 14_400, 86_400],
        values: (_plot, ticks) => ticks.map((tick) => (look.times ? sayAgo(-tick) : '')),
      },
      {
        ...axis,
        size: 52,
        gap: 6,
        // A tick each 21 px at the closest, and six at the most.
        space: (_plot, _axis, _low, _high, room) => Math.max(21, room / 6),
        values: (_plot, ticks) => {
          const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
          const decimals = decimalsFor(Number(step.toPrecision(6)));
          return ticks.map((tick) => formatFixed(tick, decimals));
        },
      },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        stroke: look.token(line.guide ? '--ink-3' : inkOf(line.channel)),
        width: line.guide ? 1 : 1.5,
        dash: line.guide ? [...guideDash] : [...(dashes[((line.channel ?? 1) - 1) % 4] ?? [])],
        points: { show: false },
        spanGaps: false,
      })),
    ],
  };
}
