import { useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { PlotData } from '#renderer/ui/Plot.tsx';
import type { Live } from '#shared/contract/instruments.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { TrendBuffer } from './trend-buffer.ts';

export type TrendQuantity = 'voltage' | 'current';
const quantities: readonly TrendQuantity[] = ['voltage', 'current'];
const columns = 600;

export interface Trend {
  readonly voltage: PlotData;
  readonly current: PlotData;
  /** Why the past is missing; null when it is there or on its way. */
  readonly fault: FaultShape | null;
}

/** The last stretch of every channel: what is on disk first, then every reading as it comes. */
export function useTrend(
  id: string,
  channels: readonly number[],
  live: Live | null,
  spanMs: number,
  now: number,
): Trend {
  const client = useClient();
  const list = channels.join();
  const buffers = useMemo(
    () =>
      new Map(
        list
          .split(',')
          .map((channel) => [
            Number(channel),
            { voltage: new TrendBuffer(spanMs, columns), current: new TrendBuffer(spanMs, columns) },
          ]),
      ),
    // Another instrument or another client starts anew, as another span does.
    [list, spanMs, id, client],
  );
  const [fault, setFault] = useState<FaultShape | null>(null);
  const [filled, setFilled] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    const to = Date.now();
    const from = to - spanMs;
    const fill = async (channel: number, quantity: TrendQuantity): Promise<void> => {
      const past = await client.instruments.trend(
        { id, channel, quantity, from, to, columns },
        { signal: abort.signal },
      );
      if (abort.signal.aborted) return;
      buffers.get(channel)?.[quantity].fill(past.from, past.to, past.min, past.max);
      setFilled((count) => count + 1);
    };
    setFault(null);
    Promise.all(
      [...buffers.keys()].flatMap((channel) => quantities.map((quantity) => fill(channel, quantity))),
    ).catch((error: unknown) => {
      if (!abort.signal.aborted) setFault(faultShape(error));
    });
    return () => abort.abort();
  }, [client, id, spanMs, buffers]);

  return useMemo(() => {
    let newest = now;
    for (const state of live?.channels ?? []) {
      const buffer = buffers.get(state.channel);
      if (!buffer || state.at === null) continue;
      if (state.voltage !== null) buffer.voltage.add(state.at, state.voltage);
      if (state.current !== null) buffer.current.add(state.at, state.current);
      newest = Math.max(newest, state.at);
    }
    const width = spanMs / columns;
    const first = Math.floor((newest - spanMs) / width);
    const count = columns + 2;
    const xs: number[] = [];
    for (let column = first; column < first + count; column++)
      xs.push(((column + 0.25) * width - newest) / 1000, ((column + 0.75) * width - newest) / 1000);
    // A line goes on over three missing polls; what is missing for longer is a hole, and is drawn as one.
    const gap = Math.max(3 * (live?.periodMs ?? 1000), 2.5 * width);
    const data = (quantity: TrendQuantity): PlotData => [
      xs,
      ...[...buffers.values()].map((buffer) => buffer[quantity].column(first, count, gap)),
    ];
    return { voltage: data('voltage'), current: data('current'), fault };
    // `filled`: the past has come into the buffers.
  }, [buffers, live, now, spanMs, fault, filled]);
}
