import type { HistoryRow } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** A run of polls as its one row tells it. */
export interface Run {
  readonly polls: number;
  readonly readings: number;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly slowestMs: number;
}

const form = /^(\d+) polls, (\d+) readings from (\S+) to (\S+), slowest ([\d.]+) ms$/u;

/** The run of polls that a row stands for; null when it stands for itself alone. */
export function runOf({ kind, lane, request, reply }: HistoryRow): Run | null {
  if (kind !== 'exchange' || lane !== 'poll' || request !== 'polled') return null;
  const parts = form.exec(reply ?? '');
  if (parts === null) return null;
  const [, polls = '', readings = '', from = '', to = '', slowest = ''] = parts;
  const run = {
    polls: Number(polls),
    readings: Number(readings),
    from: Date.parse(from),
    to: Date.parse(to),
    slowestMs: Number(slowest),
  };
  return Object.values(run).every(Number.isFinite) ? run : null;
}

/** `1 poll, 2 readings, slowest 7.2 ms`. */
export function runWords({ polls, readings, slowestMs }: Run): string {
  const asked = polls === 1 ? t`1 poll` : t`${formatFixed(polls, 0)} polls`;
  const read = readings === 1 ? t`1 reading` : t`${formatFixed(readings, 0)} readings`;
  return t`${asked}, ${read}, slowest ${formatFixed(slowestMs, 1)} ms`;
}

/** Quantities that polls read, by name; one that is not here is shown by its name. */
export const quantityWords: Readonly<Record<string, string>> = {
  voltage: t`voltage`,
  current: t`current`,
  power: t`power`,
  resistance: t`resistance`,
  frequency: t`frequency`,
  amplitude: t`amplitude`,
  offset: t`offset`,
  acVoltage: t`acVoltage`,
  acCurrent: t`acCurrent`,
  peakToPeak: t`peakToPeak`,
};

/** One reading of a run. */
export interface RunReading {
  readonly at: number;
  readonly channel: number;
  readonly quantity: string;
  readonly value: number;
}

/** The readings of one quantity of one channel, oldest first. */
export interface RunLine {
  readonly key: string;
  readonly channel: number;
  readonly quantity: string;
  readonly points: readonly RunReading[];
}

/** Readings by what they are of, in the order of channel and name. */
export function runLines(readings: readonly RunReading[]): readonly RunLine[] {
  const lines = new Map<string, RunReading[]>();
  for (const reading of readings) {
    const key = `${reading.channel} ${reading.quantity}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [reading]);
    else line.push(reading);
  }
  return [...lines]
    .map(([key, points]) => ({
      key,
      channel: points[0]!.channel,
      quantity: points[0]!.quantity,
      points: points.toSorted((a, b) => a.at - b.at),
    }))
    .sort((a, b) => a.channel - b.channel || a.quantity.localeCompare(b.quantity));
}

/** A line through readings by their times, in a box of this size; broken where nothing was read for long. */
export function runPath(points: readonly RunReading[], width: number, height: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const time = last.at - first.at || 1;
  const step = time / Math.max(points.length - 1, 1);
  let path = '';
  let before: number | null = null;
  for (const { at, value } of points) {
    const x = ((at - first.at) / time) * width;
    const y = most === least ? height / 2 : height - ((value - least) / (most - least)) * height;
    const begins = before === null || at - before > 5 * step;
    path += `${begins ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = at;
  }
  return path;
}
