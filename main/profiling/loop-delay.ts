import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop comes, beyond its own sampling interval. */
export interface LoopDelay {
  /** p99 of the lateness over the last full window, ms. */
  readonly p99Ms: number;
  close(): void;
}

/** Watches the event loop in windows of `windowMs`; reads of `p99Ms` cost nothing. */
export function watchLoopDelay(windowMs = 10_000): LoopDelay {
  const resolution = 1;
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  // The histogram counts its own interval as delay: an idle loop reads about 1 ms.
  const lateness = (): number => Math.max(0, histogram.percentile(99) / 1e6 - resolution);
  let last: number | null = null;
  const timer = setInterval(() => {
    last = lateness();
    histogram.reset();
  }, windowMs);
  timer.unref();
  return {
    get p99Ms() {
      if (last !== null) return last;
      return histogram.count === 0 ? 0 : lateness();
    },
    close() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
