import { useEffect, useRef, useState } from 'react';
import type { ChannelInfo, Live } from '#shared/contract/instruments.ts';
import type { z } from '#shared/schema.ts';
import { decimalsSeen } from './decimals.ts';
import { TrendBuffer } from './trend-buffer.ts';

export interface ReadingFacts {
  /** Decimals that are drawn; they only ever grow, so that a number keeps its place. */
  readonly decimals: number;
  /** Least and most of the last 60 s. */
  readonly range: readonly [number, number] | null;
}

export interface ChannelFacts {
  readonly voltage: ReadingFacts;
  readonly current: ReadingFacts;
}

const minute = 60_000;

/** What is known of a channel's readings beyond the newest: how many digits the instrument sends, and the last minute. */
export function useReadings(live: Live | null, info: z.infer<typeof ChannelInfo>): ChannelFacts {
  const channel = live?.channels.find((each) => each.channel === info.channel);
  // The panel is made anew for another instrument, and so are these.
  const [buffers] = useState(() => ({
    voltage: new TrendBuffer(minute, 240),
    current: new TrendBuffer(minute, 240),
  }));
  const digits = useRef({ voltage: 0, current: 0 });
  const [facts, setFacts] = useState<ChannelFacts>(() => ({
    voltage: { decimals: decimalsSeen(null, info.voltage.resolution), range: null },
    current: { decimals: decimalsSeen(null, info.current.resolution), range: null },
  }));
  const { at, voltage, current } = channel ?? { at: null, voltage: null, current: null };
  useEffect(() => {
    if (at === null || voltage === null || current === null) return;
    buffers.voltage.add(at, voltage);
    buffers.current.add(at, current);
    digits.current = {
      voltage: Math.max(digits.current.voltage, decimalsSeen(voltage, info.voltage.resolution)),
      current: Math.max(digits.current.current, decimalsSeen(current, info.current.resolution)),
    };
    setFacts({
      voltage: { decimals: digits.current.voltage, range: buffers.voltage.range() },
      current: { decimals: digits.current.current, range: buffers.current.range() },
    });
  }, [at, voltage, current, buffers, info]);
  return facts;
}
