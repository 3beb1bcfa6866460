import { useEffect, useRef, useState } from 'react';
import type { ChannelInfo, ChannelState, Quantity } from '#shared/contract/channels.ts';
import { readingView } from './reading-view.ts';
import { TrendBuffer } from './trend-buffer.ts';

export interface ReadingFacts {
  /** Decimals that are drawn; they only ever grow, so that a number keeps its place. */
  readonly decimals: number;
  /** Power of ten of its prefix so far. */
  readonly power: number;
  /** Least and most of the last 60 s. */
  readonly range: readonly [number, number] | null;
}

/** One entry for each quantity that the channel measures. */
export type ChannelFacts = Readonly<Partial<Record<Quantity, ReadingFacts>>>;

export const noFacts: ReadingFacts = { decimals: 0, power: 0, range: null };
const minute = 60_000;

/**
 * What is known of a channel's readings beyond the newest: how many digits the instrument sends, the prefix that suits them, and
 * the last minute.
 */
export function useReadings(
  info: ChannelInfo,
  state: ChannelState | undefined,
  prefixed: boolean,
): ChannelFacts {
  // The panel is made anew for another instrument, and so are these.
  const [buffers] = useState(() => new Map<Quantity, TrendBuffer>());
  const known = useRef<ChannelFacts>({});
  const [facts, setFacts] = useState<ChannelFacts>(() =>
    Object.fromEntries(
      info.readings.map(({ quantity, resolution }) => [
        quantity,
        { ...noFacts, decimals: readingView(quantity, undefined, resolution, { prefixed }).decimals },
      ]),
    ),
  );
  const at = state?.at ?? null;
  const readings = state?.readings;
  useEffect(() => {
    if (at === null || readings === undefined) return;
    const next: Partial<Record<Quantity, ReadingFacts>> = { ...known.current };
    for (const { quantity, resolution } of info.readings) {
      const value = readings[quantity];
      if (value === undefined) continue;
      const buffer = buffers.get(quantity) ?? new TrendBuffer(minute, 240);
      buffers.set(quantity, buffer);
      buffer.add(at, value);
      const before = next[quantity] ?? noFacts;
      const look = { prefixed, before: before.power, seen: before.decimals };
      const { decimals, power } = readingView(quantity, value, resolution, look);
      next[quantity] = { decimals, power, range: buffer.range() };
    }
    known.current = next;
    setFacts((now) => ({ ...now, ...next }));
  }, [at, readings, buffers, info, prefixed]);
  return facts;
}
