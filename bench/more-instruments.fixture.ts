import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollMs, startPolledDesk } from './polled-desk.fixture.ts';
import { percentile } from './result.ts';

/** Instruments that one process simulates at the most. */
const perProcess = 25;

/** What came of so many instruments that are polled at 20 Hz. */
export interface Polled {
  readonly instruments: number;
  /** Polls a second: that were due, and that were done. */
  readonly due: number;
  readonly done: number;
  /** How much longer than its period it took from one poll to the next, p99, ms. */
  readonly lateP99: number;
  /** Lateness of the event loop beyond its own interval, p99, ms. */
  readonly loopP99: number;
  /** Of one core, for everything but the simulation. */
  readonly cpu: number;
}

/** Polls so many simulated instruments for so long. */
export async function pollMany(instruments: number, seconds: number): Promise<Polled> {
  const last = new Map<string, number>();
  const late: number[] = [];
  let counting = false;
  const counts = Array.from({ length: Math.ceil(instruments / perProcess) }, (_, index) =>
    Math.min(perProcess, instruments - index * perProcess),
  );
  const desk = await startPolledDesk('fifty.ts', counts, (instrument) => {
    const now = performance.now();
    const before = last.get(instrument);
    if (counting && before !== undefined) late.push(Math.max(0, now - before - pollMs));
    last.set(instrument, now);
  });
  // What was compiled and connected is not counted.
  await sleep(2000);
  const before = [...desk.polls.values()].reduce((sum, count) => sum + count, 0);
  counting = true;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await sleep(seconds * 1000);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const done = [...desk.polls.values()].reduce((sum, count) => sum + count, 0) - before;
  const polled = desk.polls.size;
  await desk.end();
  if (polled !== instruments) throw new Error(`${polled} of ${instruments} instruments were polled`);
  return {
    instruments,
    due: (instruments * 1000) / pollMs,
    done: (done / took) * 1000,
    lateP99: percentile(late, 0.99),
    // The monitor reads its own interval when nothing is late.
    loopP99: Math.max(0, delay.percentile(99) / 1e6 - 1),
    cpu: (user + system) / 1000 / took,
  };
}
