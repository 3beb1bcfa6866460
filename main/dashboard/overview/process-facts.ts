import { readdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { PerformanceObserver } from 'node:perf_hooks';
import type { Overview } from '#shared/contract/profiling.ts';

/** Over what time collections of garbage are looked at, ms. */
const gcMs = 10_000;
/** Collections that are remembered; ten a second are many. */
const gcKept = 2000;

/** How much of main's time goes into collecting garbage. */
export interface Garbage {
  /** Part of the time, and p99 of one collection, ms (null where there was none), of the last ten seconds. */
  now(): { readonly gc: number; readonly gcP99Ms: number | null };
  close(): void;
}

/** Watches collections from now on: always, as one costs microseconds to count, and a screen that is just opened knows at once. */
export function watchGarbage(clock: () => number = () => performance.now()): Garbage {
  const since = clock();
  let collections: { readonly at: number; readonly ms: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      collections.push({ at: startTime + duration, ms: duration });
    if (collections.length > gcKept) collections = collections.slice(-gcKept / 2);
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    now() {
      const end = clock();
      collections = collections.filter(({ at }) => at >= end - gcMs);
      const over = Math.max(1, Math.min(gcMs, end - since));
      const sorted = collections.map(({ ms }) => ms).toSorted((a, b) => a - b);
      return {
        gc: Math.min(1, sorted.reduce((sum, ms) => sum + ms, 0) / over),
        gcP99Ms: sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? null,
      };
    },
    close: () => observer.disconnect(),
  };
}

/** Memory of the whole process now. */
export function memoryNow(garbage: Garbage): Overview['memory'] {
  const { rss, external } = process.memoryUsage();
  return { rss, total: totalmem(), external, ...garbage.now() };
}

/** What Node calls a socket, and a timer. */
const sockets = /^(TCP|UDP|Pipe|TLS)/;
const timers = /^(Timeout|Immediate)$/;

/** What is open now, and keeps the process alive. Files are counted where the system lists them (Linux); they hold the sockets, too. */
export async function handlesNow(): Promise<Overview['handles']> {
  const active = process.getActiveResourcesInfo();
  return {
    files: await readdir('/proc/self/fd').then(
      // One of them is the list itself.
      (names) => names.length - 1,
      () => null,
    ),
    sockets: active.filter((name) => sockets.test(name)).length,
    timers: active.filter((name) => timers.test(name)).length,
  };
}
