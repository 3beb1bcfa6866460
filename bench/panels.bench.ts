import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRun, openWindow, takeSeat } from '../e2e/console-client.ts';
import { ConsoleProcess } from '../e2e/console-process.ts';
import { type BenchResult, type BenchRow, below, figure, percentile } from './result.ts';
import { makeSixPanels, showSixPanels, sixPanelsShow } from './six-panels.fixture.ts';
import { openWatchedWindow, type WatchedWindow } from './watched-window.fixture.ts';

/** The desk is part of what is measured. */
export const alone = true;

// A trial run of seconds, to see that it works: LABLINK_BENCH_SCALE=0.01.
const trial = Number(process.env['LABLINK_BENCH_SCALE'] ?? 1) < 0.1;
const seconds = trial ? 3 : 30;
const instruments = 20;
const pollMs = 100;

interface Told {
  readonly at: number;
  readonly lateMs: number;
  readonly cores: number;
}

/**
 * The console with twenty simulated instruments (in a process of their own) that are read ten times a second, and its window in a real
 * browser: what the page takes in the layout Focus and with six panels side by side, whether every reading reaches it, and how late the
 * console's event loop is meanwhile.
 */
export async function run(): Promise<BenchResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'lablink-bench-panels-'));
  const late = join(scratch, 'late.jsonl');
  writeFileSync(late, '');
  const simulated = fork(new URL('./peers/fifty.ts', import.meta.url), ['0', String(instruments)]);
  try {
    const [{ addresses }] = (await once(simulated, 'message', { signal: AbortSignal.timeout(20_000) })) as [
      { addresses: string[] },
    ];
    await using console = new ConsoleProcess({
      env: { LABLINK_POLL_MS: String(pollMs), LABLINK_LATE_FILE: late },
      nodeArgs: ['--import', join(import.meta.dirname, 'peers/tell-lateness.ts')],
    });
    const { client, close } = await openWindow(await takeSeat(await console.start()));
    const { authenticator } = await firstRun(client);
    for (const address of addresses) await client.instruments.connect({ address });
    await makeSixPanels(client, instruments);
    const window = await openWatchedWindow(await console.anotherAddress(), authenticator.freshCode());
    try {
      const rows = await watched('Focus', window, late, instruments);
      await showSixPanels(window);
      rows.push(...(await watched('six panels', window, late, sixPanelsShow)));
      close();
      return {
        name: 'panels on screen',
        notes: [
          `${instruments} simulated instruments, each read every ${pollMs} ms, in a window of 1920 by 1080. Focus: one large with its trend, the others at a glance. Six panels: a supply, a load, a meter, a generator, a scope and a trend side by side; the page follows only what it shows, so the readings of five instruments reach it. A reading has reached the page when its frame has come out of the page's WebSocket; frames are looked at apart from the processor time, since looking costs time, too.`,
          'There is no graphics card here: what a card would do is done by the processor and is reported apart.',
        ],
        rows,
      };
    } finally {
      await window.close();
    }
  } finally {
    simulated.disconnect();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What one layout costs, and what reaches it. */
async function watched(
  layout: string,
  window: WatchedWindow,
  late: string,
  shown: number,
): Promise<BenchRow[]> {
  await sleep(trial ? 2000 : 10_000);
  const from = Date.now();
  const heapBefore = await window.heap();
  const cores = await window.cores(seconds);
  const readings = await window.readings(seconds);
  const to = Date.now();
  const heapAfter = await window.heap();
  const told = readFileSync(late, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told)
    .filter(({ at }) => at > from + 1000 && at <= to);
  const due = Math.floor((seconds * 1000) / pollMs) - 1;
  const reached = [...readings.values()].map((moments) => moments.size);
  const missed = reached.reduce((sum, count) => sum + Math.max(0, due - count), 0);
  const row = (what: string, value: number, unit: string): BenchRow =>
    figure(`${layout}: ${what}`, value, unit);
  return [
    {
      ...row('instruments whose readings reach the page', reached.length, ''),
      goal: String(shown),
      ok: reached.length === shown,
    },
    below(row('the page (renderer process), of one core', cores.renderer, ''), 0.4),
    row('putting it on the screen without a graphics card, of one core', cores.gpu, ''),
    {
      ...row(`readings that were due in ${seconds} s and did not reach the page`, missed, ''),
      goal: '0',
      ok: missed === 0,
      proof: `${reached.reduce((sum, count) => sum + count, 0)} readings reached it`,
    },
    {
      ...below(
        row(
          "the console's event loop lateness, p99 of each second, the worst second",
          Math.max(...told.map(({ lateMs }) => lateMs)),
          'ms',
        ),
        10,
      ),
      proof: `${told.length} seconds`,
    },
    row(
      'the console, of one core',
      percentile(
        told.map((each) => each.cores),
        0.5,
      ),
      '',
    ),
    row('script memory of the page, grown by', (heapAfter - heapBefore) / 1e6, 'MB'),
  ];
}
