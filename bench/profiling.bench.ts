import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { span } from '#main/profiling/span.ts';
import { setTracing, trace } from '#main/profiling/trace.ts';
import { startInstrument } from './instrument.fixture.ts';
import { below, type BenchResult, figure, median } from './result.ts';

/** Nothing is polled beside: it would weigh on one of them and not on the other. */
export const alone = true;

// A trial run of seconds, to see that it works: LABLINK_BENCH_SCALE=0.01.
const trial = Number(process.env['LABLINK_BENCH_SCALE'] ?? 1) < 0.1;
/** Processes are compiled and laid out differently each time: several of each kind. */
const sets = trial ? 1 : 9;
const rounds = trial ? 4 : 24;
const exchanges = trial ? 200 : 1000;
/** How far two processes without spans may be apart, %: the median over the sets, of either sign. */
const controlled = 5;
/** What a session measures with. */
const measuring = ['/main/profiling/meters.ts', '/main/profiling/trace.ts', '/main/session/measured.ts'];
const modes = ['without', 'normal', 'deep', 'control'] as const;
type Mode = (typeof modes)[number];

interface Done {
  readonly rate: number;
  /** What all its meters have counted, traces that it keeps, and modules that were replaced in it. */
  readonly counted: number;
  readonly traces: number;
  readonly replaced: readonly string[];
}

async function started(mode: Mode, port: number): Promise<ChildProcess> {
  const child = fork(
    new URL('./peers/exchange-rate.ts', import.meta.url),
    // The control is a second process without spans: how far two of the same are apart.
    [mode === 'control' ? 'without' : mode, String(port)],
    { stdio: 'inherit' },
  );
  await once(child, 'message', { signal: AbortSignal.timeout(30_000) });
  return child;
}

async function round(child: ChildProcess): Promise<Done> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  child.send({ exchanges });
  const [done] = (await answer) as [Done];
  return done;
}

/** Rates of one set of processes, round by round, in turns. */
async function compareSet(
  port: number,
): Promise<{ rates: Record<Mode, number[]>; last: Record<Mode, Done> }> {
  const children = new Map<Mode, ChildProcess>();
  for (const mode of modes) children.set(mode, await started(mode, port));
  const rates: Record<Mode, number[]> = { without: [], normal: [], deep: [], control: [] };
  const last = {} as Record<Mode, Done>;
  for (let number = -4; number < rounds; number++) {
    // Each is first as often as the others.
    const turn = ((number % modes.length) + modes.length) % modes.length;
    for (const mode of [...modes.slice(turn), ...modes.slice(0, turn)]) {
      last[mode] = await round(children.get(mode)!);
      if (number >= 0) rates[mode].push(last[mode].rate);
    }
  }
  for (const child of children.values()) child.disconnect();
  return { rates, last };
}

/** What one call costs beyond the work in it, ns: rounds of the work alone and in a span, in turns. */
function costOf(inSpan: (work: () => number) => void): number[] {
  const times = trial ? 20_000 : 200_000;
  let sum = 0;
  const work = (): number => ++sum;
  const took = (once: () => void): number => {
    const start = performance.now();
    for (let index = 0; index < times; index++) once();
    return ((performance.now() - start) * 1e6) / times;
  };
  const costs: number[] = [];
  for (let each = -3; each < 21; each++) {
    const cost = took(() => inSpan(work)) - took(work);
    if (each >= 0) costs.push(cost);
  }
  if (sum < 48 * times) throw new Error('the work in the spans was not done');
  return costs;
}

/** The same while traces are kept: a trace holds at most 1,000 spans, so 900 of them in each. */
function costDeep(): number[] {
  setTracing(true);
  const traces = trial ? 10 : 100;
  let sum = 0;
  const work = (): number => ++sum;
  const costs: number[] = [];
  for (let each = -3; each < 21; each++) {
    const start = performance.now();
    for (let one = 0; one < traces; one++)
      trace('console', 'console', 'bench', {}, () => {
        for (let index = 0; index < 900; index++) span('console:bench', work);
      });
    const cost = ((performance.now() - start) * 1e6) / (900 * traces);
    if (each >= 0) costs.push(cost);
  }
  setTracing(false);
  return costs;
}

/**
 * What profiling costs: one span, and the rate of exchanges over loopback TCP in processes that differ in nothing but their spans.
 */
export async function run(): Promise<BenchResult> {
  const cost = costOf((work) => span('console:bench', work));
  const deepCost = costDeep();
  const instrument = await startInstrument();
  const all: Record<Mode, number[]> = { without: [], normal: [], deep: [], control: [] };
  const ratios: Record<Mode, number[]> = { without: [], normal: [], deep: [], control: [] };
  for (let set = 0; set < sets; set++) {
    const { rates, last } = await compareSet(instrument.port);
    if (last.normal.counted < rounds * exchanges) throw new Error('the spans were not recorded');
    const left = measuring.filter((path) => !last.without.replaced.includes(path));
    if (last.without.counted > 0 || left.length > 0)
      throw new Error(`spans were recorded without spans: ${left.join(', ')} was not replaced`);
    if (last.deep.traces === 0 || last.normal.traces > 0)
      throw new Error('traces are not kept as they should be');
    for (const mode of modes) {
      all[mode].push(...rates[mode]);
      ratios[mode].push(median(rates[mode].map((rate, index) => rate / rates.without[index]!)));
    }
  }
  instrument.stop();
  const costRow = (mode: Mode, what: string) =>
    figure(what, 100 * (1 - median(ratios[mode])), '%', {
      proof: `${ratios[mode].map((ratio) => (100 * (1 - ratio)).toFixed(1)).join(', ')} % in the ${sets} sets`,
    });
  const control = costRow('control', 'control: how far two processes without spans are apart');
  const rate = (mode: Mode, what: string) =>
    figure(what, median(all[mode]), 'exchanges/s', { samples: all[mode] });
  return {
    name: 'profiling',
    notes: [
      `Exchanges go over loopback TCP to a scripted instrument in a process of its own, one after the other, into a journal that nobody writes to a disk: what spans cost is not hidden behind it. The processes without spans run the same program; only the modules that make spans (\`main/profiling/\`) are replaced as they are loaded, by ones that do nothing. ${sets} sets of processes, in each ${rounds} rounds of ${exchanges} exchanges in turns; a cost is one minus the median, over the sets, of the median ratio of the rounds. The control is a second process without spans, and how far the two are apart in a set (the median over the sets, of either sign) is chance.`,
      'With traces kept, each exchange is in a trace of its own, as a call of a window is.',
    ],
    rows: [
      below(figure('one span, beyond the work in it', median(cost), 'ns', { samples: cost }), 750),
      figure('one span while traces are kept', median(deepCost), 'ns', { samples: deepCost }),
      rate('without', 'exchanges without spans'),
      rate('normal', 'exchanges with spans'),
      rate('deep', 'exchanges with spans and traces'),
      below(costRow('normal', 'what spans cost of the rate of exchanges'), 5),
      below(costRow('deep', 'what spans and traces cost of the rate of exchanges'), 20),
      // Two of the same that are further apart say that the machine was not quiet: then the two costs say nothing.
      below(
        { ...control, value: median(ratios.control.map((ratio) => 100 * Math.abs(1 - ratio))) },
        controlled,
      ),
    ],
  };
}
