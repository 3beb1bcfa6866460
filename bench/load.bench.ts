import { kneeOf, kneeRule, type LoadStep } from './knee.ts';
import { pollMany } from './more-instruments.fixture.ts';
import { pollMs } from './polled-desk.fixture.ts';
import { type BenchChart, type BenchResult, type BenchRow, figure } from './result.ts';
import { askByWindows, callsPerSecond } from './windows.fixture.ts';

/** The desk is part of what is measured. */
export const alone = true;

// A trial run of seconds, to see that it works: LABLINK_BENCH_SCALE=0.01.
const trial = Number(process.env['LABLINK_BENCH_SCALE'] ?? 1) < 0.1;
const seconds = trial ? 1 : 8;
const windowSteps = trial ? [1, 5] : [1, 2, 5, 10, 20, 50, 75, 100, 150, 200];
const instrumentSteps = trial ? [1, 5] : [1, 2, 5, 10, 25, 50, 75, 100];

function charts(name: string, what: string, per: string, steps: readonly LoadStep[]): BenchChart[] {
  const { load } = kneeOf(steps);
  const mark = { x: load, label: `knee: ${load}` };
  const x = { label: what, log: false };
  return [
    {
      name: `${name}-rate`,
      title: `${per} a second by ${what}`,
      x,
      y: { label: `${per} a second`, log: false },
      lines: [
        { name: 'wanted', points: steps.map(({ load: at, wanted }) => [at, wanted] as const) },
        { name: 'done', points: steps.map(({ load: at, done }) => [at, done] as const) },
      ],
      mark,
    },
    {
      name: `${name}-p99`,
      title: `p99 by ${what}`,
      x,
      y: { label: 'ms', log: true },
      lines: [{ name: 'p99', points: steps.map(({ load: at, p99 }) => [at, p99] as const) }],
      mark,
    },
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const kneeRow = (what: string, steps: readonly LoadStep[]): BenchRow => {
  const { load, beyond } = kneeOf(steps);
  return figure(beyond ? `knee, ${what}` : `no knee up to so many ${what}`, load, what);
};

/**
 * 1 to 200 windows on one console, over the real loopback shell and its WebSockets, each asking at a steady pace whether or not it
 * was answered; and 1 to 100 simulated instruments that are polled at 20 Hz.
 */
export async function run(): Promise<BenchResult> {
  const asked = await askByWindows(windowSteps, seconds);
  const polled = [];
  for (const instruments of instrumentSteps) polled.push(await pollMany(instruments, seconds));
  const windows: LoadStep[] = asked.map(({ windows: load, due, answered, p99 }) => ({
    load,
    wanted: due,
    done: answered,
    p99,
  }));
  const instruments: LoadStep[] = polled.map(({ instruments: load, due, done, lateP99 }) => ({
    load,
    wanted: due,
    done,
    p99: lateP99,
  }));
  return {
    name: 'load',
    notes: [
      `Windows: each calls \`history.totals\` ${callsPerSecond} times a second over a WebSocket of its own, at its due time whether or not the calls before it were answered; waits count from the due time. Every answer is looked at. The console has the simulated bench of five on its desk, and the program that asks runs beside it on the same cores.`,
      `Instruments: simulated benches of five in processes of their own on the same cores, polled every ${pollMs} ms over loopback TCP; p99 is how much longer than its period it took from one poll to the next.`,
      kneeRule,
    ],
    rows: [
      ...asked.flatMap(({ windows: count, due, answered, p50, p99, refused, asking }) => [
        figure(`${counted(count, 'window')}: answered of ${Math.round(due)} calls/s`, answered, 'calls/s', {
          proof: `${refused} refused; the asking program was busy ${Math.round(asking * 100)} % of the time`,
        }),
        figure(`${counted(count, 'window')}: from due to answered, p50`, p50, 'ms'),
        figure(`${counted(count, 'window')}: from due to answered, p99`, p99, 'ms'),
      ]),
      kneeRow('windows', windows),
      ...polled.flatMap(({ instruments: count, due, done, lateP99, loopP99, cpu }) => [
        figure(`${counted(count, 'instrument')}: polled, of ${Math.round(due)} polls/s`, done, 'polls/s', {
          proof: `${counted(count, 'instrument')} counted; ${cpu.toFixed(2)} of a core without the simulation`,
        }),
        figure(`${counted(count, 'instrument')}: a poll comes late, p99`, lateP99, 'ms'),
        figure(`${counted(count, 'instrument')}: event loop lateness, p99`, loopP99, 'ms'),
      ]),
      kneeRow('instruments', instruments),
    ],
    charts: [
      ...charts('windows', 'windows', 'calls', windows),
      ...charts('instruments', 'instruments', 'polls', instruments),
    ],
  };
}
