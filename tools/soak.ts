import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchChart } from '../bench/result.ts';
import { makeSixPanels, showSixPanels } from '../bench/six-panels.fixture.ts';
import { openWatchedWindow } from '../bench/watched-window.fixture.ts';
import { firstRun, openWindow, takeSeat } from '../e2e/console-client.ts';
import { ConsoleProcess } from '../e2e/console-process.ts';
import { figureText } from './bench-report.ts';
import { chartSvg } from './chart.ts';
import { describeMachine, machineText } from './machine.ts';
import {
  blocksOf,
  lowest,
  middle,
  type Point,
  type Trend,
  trendInWords,
  trendOf,
  warmUpMinutes,
} from './soak-trend.ts';
import { workAt } from './soak-work.ts';
import { root } from './steps.ts';

/**
 * `npm run soak -- [minutes] [--docs]`: the console at a desk in use, for so long (60 when left out; less than 36 is a trial that judges
 * nothing). Exit code 1 when memory, handles or latency grow. The report goes to bench/results/soak/, with `--docs` to docs/performance/.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { docs: { type: 'boolean', default: false } },
});
const minutes = Number(positionals[0] ?? 60);
if (!(minutes >= 1 && minutes <= 7 * 24 * 60)) {
  console.error('usage: npm run soak -- [minutes, 1 to 10080] [--docs]');
  process.exit(2);
}
/** Three times the warm-up: what is shorter shows that the soak works, and judges nothing. */
const judgedFrom = 3 * warmUpMinutes;
/** On the simulated bench. */
const simulatedInstruments = 5;
const trial = minutes < judgedFrom;
const usualPollMs = 100;
/** The polls of eight hours at a desk, in this time: as often as that takes, and not slower than twice as often as usual. */
const shiftMinutes = 8 * 60;
const pollMs = Math.min(usualPollMs / 2, Math.max(5, Math.floor((usualPollMs * minutes) / shiftMinutes)));
/** How often the memory of the page is looked at: collecting its garbage takes time from it. */
const pageEveryMs = 15_000;

interface Told {
  readonly at: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly open: Readonly<Record<string, number>>;
}

/** What is looked at: its points, what stands for a block of time, and what it may grow by. */
interface Watched {
  readonly name: string;
  readonly unit: string;
  readonly chart: string;
  readonly points: readonly Point[];
  readonly of: (values: readonly number[]) => number;
  /** Of the median of the blocks, and at least so much in its unit. */
  readonly allowed: { readonly part: number; readonly least: number };
}

/** Minutes since the beginning. */
function minute(at: number, start: number): number {
  return (at - start) / 60_000;
}

const scratch = mkdtempSync(join(tmpdir(), 'lablink-soak-'));
const file = join(scratch, 'memory.jsonl');
writeFileSync(file, '');
console.log(
  `${machineText(describeMachine())}\nThe console at a desk in use, ${minutes} minutes in real time.`,
);

async function soaked() {
  await using console = new ConsoleProcess({
    env: { LABLINK_POLL_MS: String(pollMs), LABLINK_SOAK_FILE: file },
    nodeArgs: ['--import', join(root, 'bench/peers/tell-memory.ts')],
  });
  const seat = await takeSeat(await console.start());
  const { client, close } = await openWindow(seat);
  const { authenticator } = await firstRun(client);
  await client.instruments.addSimulatedBench({});
  await makeSixPanels(client, simulatedInstruments);
  const window = await openWatchedWindow(await console.anotherAddress(), authenticator.freshCode());
  await showSixPanels(window);
  const before = await client.history.totals({});
  const start = Date.now();
  const pageHeap: Point[] = [];
  const look = setInterval(() => {
    const at = Date.now();
    window.heap().then(
      (bytes) => pageHeap.push({ at: minute(at, start), value: bytes / 1e6 }),
      () => undefined,
    );
  }, pageEveryMs);
  const progress = setInterval(
    () => globalThis.console.log(`${Math.round((Date.now() - start) / 60_000)} of ${minutes} minutes`),
    Math.max(60_000, (minutes * 60_000) / 20),
  );
  try {
    const work = await workAt(seat, client, start + minutes * 60_000);
    const after = await client.history.totals({});
    if (after.rows - before.rows < work.counts.sets)
      throw new Error(`${after.rows - before.rows} lines were written for ${work.counts.sets} commands`);
    if (pageHeap.length < (minutes * 60_000) / pageEveryMs / 2) throw new Error('the page was not looked at');
    return { start, work, pageHeap, lines: after.rows - before.rows };
  } finally {
    clearInterval(look);
    clearInterval(progress);
    await window.close();
    close();
  }
}

const { start, work, pageHeap, lines } = await soaked();
const told = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Told)
  .filter(({ at }) => at >= start);
rmSync(scratch, { recursive: true });
const ofTold = (value: (each: Told) => number): Point[] =>
  told.map((each) => ({ at: minute(each.at, start), value: value(each) }));
const ofWork = (part: 'set' | 'page'): Point[] =>
  work.latencies.map((each) => ({ at: minute(each.at, start), value: each[part] }));
const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * 0.99)]!;

const watched: readonly Watched[] = [
  // What a collection leaves: what lies above it is not held by anything.
  {
    name: 'heap of the main thread',
    unit: 'MB',
    chart: 'memory',
    points: ofTold(({ heapUsed }) => heapUsed / 1e6),
    of: lowest,
    allowed: { part: 0.05, least: 2 },
  },
  {
    name: 'memory outside the heap',
    unit: 'MB',
    chart: 'memory',
    points: ofTold(({ external }) => external / 1e6),
    of: lowest,
    allowed: { part: 0.1, least: 2 },
  },
  {
    name: 'resident memory of the whole console',
    unit: 'MB',
    chart: 'memory',
    points: ofTold(({ rss }) => rss / 1e6),
    of: lowest,
    allowed: { part: 0.05, least: 10 },
  },
  {
    name: 'script memory of the page',
    unit: 'MB',
    chart: 'memory',
    points: pageHeap,
    // It is measured behind a collection.
    of: middle,
    allowed: { part: 0.05, least: 2 },
  },
  {
    name: 'sockets, timers and other resources',
    unit: 'open',
    chart: 'handles',
    points: ofTold(({ open }) => Object.values(open).reduce((sum, count) => sum + count, 0)),
    of: middle,
    allowed: { part: 0, least: 2 },
  },
  {
    name: 'a voltage set and read back, p99',
    unit: 'ms',
    chart: 'latency',
    points: ofWork('set'),
    of: p99,
    allowed: { part: 0.25, least: 1 },
  },
  {
    name: 'a page of the history, p99',
    unit: 'ms',
    chart: 'latency',
    points: ofWork('page'),
    of: p99,
    allowed: { part: 0.25, least: 1 },
  },
];
const judged = watched.map((each) => {
  const blocks = blocksOf(each.points, minutes, each.of);
  const { median } = trendOf(blocks, 0);
  const allowed = Math.max(each.allowed.least, each.allowed.part * median);
  return { ...each, blocks, allowed, trend: trendOf(blocks, allowed) };
});

/** As many points as a plot can show. */
const thinned = (points: readonly Point[]): readonly Point[] => {
  const step = Math.ceil(points.length / 700);
  return points.filter((_, index) => index % step === 0);
};

const charts: BenchChart[] = ['memory', 'handles', 'latency'].map((name) => {
  const shown = judged.filter(({ chart }) => chart === name);
  return {
    name,
    title: { memory: 'Memory', handles: 'Open resources', latency: 'Latency, p99 of each block' }[name]!,
    x: { label: 'minutes', log: false },
    y: { label: shown[0]!.unit, log: false },
    lines: shown.map((each) => ({
      name: each.name,
      points: (name === 'latency' ? each.blocks : thinned(each.points)).map(
        ({ at, value }) => [at, value] as const,
      ),
    })),
    mark: { x: Math.min(warmUpMinutes, minutes / 2), label: 'judged from here' },
  };
});

const said = ({ trend: { p, grows } }: { trend: Trend }): string =>
  `${trial ? 'not judged' : grows ? '**grows**' : 'flat'} (p ${p < 0.001 ? '< 0.001' : p.toFixed(3)})`;
const page = [
  '# Measured: soak',
  '',
  `Written by \`npm run soak -- ${minutes} --docs\` on ${new Date().toISOString().slice(0, 10)}: ${machineText(describeMachine())}.`,
  '',
  `The console in a process of its own, with the simulated bench of five on its desk, and a window of it in a real browser with six panels, for ${minutes} minutes. All of it is real time: wires (loopback TCP and WebSocket), disk, timers, collections of garbage; nothing runs faster than it does at a desk. Simulated are the instruments, in a thread of the console. Instruments are polled every ${pollMs} ms instead of ${usualPollMs}, so that there are as many polls as in ${((minutes * usualPollMs) / pollMs / 60).toFixed(1)} hours of a usual desk. What comes once a day (schedules of backups and deletion, daily signatures) is not in it.`,
  '',
  `Meanwhile ${work.counts.sets.toLocaleString('en-US')} voltages were set, recorded durably and read back, ${work.counts.pages.toLocaleString('en-US')} pages of the history read, ${work.counts.switches} outputs switched, ${work.counts.windows} windows opened and closed with their streams, and ${lines.toLocaleString('en-US')} lines written to the history.`,
  '',
  trendInWords,
  ...(trial
    ? [
        '',
        `**A trial of less than ${judgedFrom} minutes, to see that the soak works: nothing is judged by it.**`,
      ]
    : []),
  '',
  '| what | median | growth from first to last block | allowed | |',
  '|---|---|---|---|---|',
  ...judged.map(
    (each) =>
      `| ${each.name} | ${figureText(each.trend.median)} ${each.unit} | ${figureText(each.trend.growth)} ${each.unit} | ${figureText(each.allowed)} ${each.unit} | ${said(each)} |`,
  ),
  ...charts.flatMap(({ name, title }) => ['', `![${title}](soak-${name}.svg)`]),
  '',
].join('\n');
const folder = join(root, options.docs ? 'docs/performance' : 'bench/results/soak');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'soak.md'), page);
for (const chart of charts) writeFileSync(join(folder, `soak-${chart.name}.svg`), chartSvg(chart));
for (const each of judged)
  console.log(
    `${trial ? 'trial' : each.trend.grows ? 'GROWS' : 'flat '} ${each.name}: ${figureText(each.trend.median)} ${each.unit}, by ${figureText(each.trend.growth)} (allowed ${figureText(each.allowed)}), p ${each.trend.p.toFixed(3)}`,
  );
console.log(`Report and plots: ${folder}`);
if (trial) console.log(`Less than ${judgedFrom} minutes: nothing is judged.`);
process.exitCode = !trial && judged.some(({ trend }) => trend.grows) ? 1 : 0;
