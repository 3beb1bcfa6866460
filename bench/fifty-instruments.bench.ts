import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollMs, startPolledDesk } from './polled-desk.fixture.ts';
import type { BenchResult } from './result.ts';

const seconds = 20;

export const alone = true;

/**
 * Fifty simulated instruments (ten benches of five, in two processes of their own) polled at 20 Hz each: how many of the polls
 * that were due in the time were not done, how late the event loop was, and what it cost.
 */
export async function run(): Promise<BenchResult> {
  const desk = await startPolledDesk('fifty.ts', [25, 25]);
  // What was compiled and connected is not counted.
  await sleep(2_000);
  const before = new Map(desk.polls);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await sleep(seconds * 1_000);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const done = [...desk.polls].map(([id, count]) => count - (before.get(id) ?? 0));
  const due = Math.floor(took / pollMs) - 1;
  const missed = done.reduce((sum, count) => sum + Math.max(0, due - count), 0);
  const share = (user + system) / 1_000 / took;
  // The monitor reads its own interval when nothing is late.
  const late = Math.max(0, delay.percentile(99) / 1e6 - 1);
  await desk.end();
  return {
    name: 'fifty instruments at 20 Hz',
    rows: [
      { what: 'instruments polled', value: done.length, unit: '', goal: '50', ok: done.length === 50 },
      {
        what: `polls that were due in ${seconds} s and were not done`,
        value: missed,
        unit: '',
        goal: '0',
        ok: missed === 0,
      },
      { what: 'event loop lateness, p99', value: late, unit: 'ms', goal: '< 10', ok: late < 10 },
      {
        what: 'of one core',
        value: share,
        unit: '',
        goal: '< 0.333',
        ok: share < 1 / 3,
      },
    ],
  };
}
