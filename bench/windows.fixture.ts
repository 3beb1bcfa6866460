import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRun, openWindow, takeSeat } from '../e2e/console-client.ts';
import { ConsoleProcess } from '../e2e/console-process.ts';
import { percentile } from './result.ts';

type Window = Awaited<ReturnType<typeof openWindow>>;

/** Calls a second of one window. */
export const callsPerSecond = 50;

/** What came of one step: so many windows that ask at their own pace, whether or not they were answered yet. */
export interface Asked {
  readonly windows: number;
  /** Calls a second: that were due, and that were answered. */
  readonly due: number;
  readonly answered: number;
  /** From when a call was due to its answer, ms: who is late in asking has waited, too. */
  readonly p50: number;
  readonly p99: number;
  /** Calls that were refused, as a console does with a window that asks for too much at once. */
  readonly refused: number;
  /** Part of the time in which the program that asks was busy itself, 0 to 1: near 1, it is the limit. */
  readonly asking: number;
}

/** Calls at their due times for so long, and waits for the answers that are under way, a second at the most. */
async function ask(windows: readonly Window[], seconds: number): Promise<Asked> {
  const every = 1000 / callsPerSecond;
  const start = performance.now();
  const end = start + seconds * 1000;
  // In turns: not all windows in the same millisecond.
  const next = windows.map((_, index) => start + (index / windows.length) * every);
  const waits: number[] = [];
  let [due, refused, wrong] = [0, 0, 0];
  const one = (window: Window, at: number): void => {
    due++;
    window.client.history.totals({}).then(
      ({ rows }) => {
        if (rows < 1) wrong++;
        if (performance.now() <= end) waits.push(performance.now() - at);
      },
      () => refused++,
    );
  };
  const before = performance.eventLoopUtilization();
  for (let now = start; now < end; now = performance.now()) {
    for (const [index, window] of windows.entries())
      for (; next[index]! <= now; next[index]! += every) one(window, next[index]!);
    await sleep(1);
  }
  const { utilization: asking } = performance.eventLoopUtilization(before);
  await sleep(1000);
  if (wrong > 0) throw new Error(`${wrong} calls were answered wrongly`);
  return {
    windows: windows.length,
    due: due / seconds,
    answered: waits.length / seconds,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    refused,
    asking,
  };
}

/** A console with the simulated bench on its desk, and windows that ask it, more at each step. */
export async function askByWindows(steps: readonly number[], seconds: number): Promise<readonly Asked[]> {
  await using console = new ConsoleProcess();
  const seat = await takeSeat(await console.start());
  const first = await openWindow(seat);
  await firstRun(first.client);
  await first.client.instruments.addSimulatedBench({});
  const windows = [first];
  const found: Asked[] = [];
  try {
    // What was compiled on the way is not counted.
    await ask(windows, 2);
    for (const step of steps) {
      while (windows.length < step) windows.push(await openWindow(seat));
      await ask(windows, Math.min(1, seconds));
      found.push(await ask(windows, seconds));
    }
  } finally {
    for (const window of windows) window.close();
  }
  return found;
}
