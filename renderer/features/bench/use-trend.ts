import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Quantity } from '#shared/contract/channels.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { TrendStore, type TrendView, trendColumns } from './trend-store.ts';

/** The last `spanMs` of some quantities of every channel of an instrument, up to `now` (epoch ms). Another span begins anew. */
export function useTrend(
  id: string,
  channels: readonly number[],
  quantities: readonly Quantity[],
  live: Live | null,
  spanMs: number,
  now: number,
): TrendView {
  const client = useClient();
  const what = JSON.stringify([channels, quantities]);
  const store = useMemo(() => {
    const [channels, quantities] = JSON.parse(what) as [number[], Quantity[]];
    return new TrendStore(channels, quantities, spanMs);
  }, [what, spanMs]);
  const view = useSyncExternalStore(store.subscribe, store.view);
  const { holes } = view;
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const ask = (): void =>
      void store.fill(
        Date.now(),
        (channel, quantity, from, to) =>
          client.instruments.trend({ id, channel, quantity, from, to, columns: trendColumns }, { signal }),
        signal,
      );
    // What this window missed a moment ago is on its way to the disk.
    const timer = window.setTimeout(ask, holes === 0 ? 0 : 2000);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [client, id, store, holes]);
  useEffect(() => store.take(live, now), [store, live, now]);
  return view;
}
