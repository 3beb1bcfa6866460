import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import { linkCounts } from '#main/profiling/link-counts.ts';
import type { LoopDelay } from '#main/profiling/loop-delay.ts';
import type { MeterKey } from '#main/profiling/meter.ts';
import { allMeters } from '#main/profiling/meters.ts';
import type { Machine } from '#shared/contract/baselines.ts';
import type { Alert, Overview, profiling, Verdict, Window } from '#shared/contract/profiling.ts';
import { Fault } from '#shared/faults.ts';
import { Alerts, loopLimitMs } from './alerts.ts';
import { busiestOf, slowestOf } from './exchanges.ts';
import { figuresOf } from './instrument.ts';
import { numbersFile } from './numbers.ts';
import { handlesNow, memoryNow, watchGarbage } from './process-facts.ts';
import { measures, rowsOf } from './rows.ts';
import { Threads } from './threads.ts';
import { spanOf } from './window.ts';

/** How spans compare with a baseline that somebody chose. */
export interface Reference {
  /** Called whenever an overview is shown; never waits. */
  watched(): void;
  verdictOf(key: MeterKey): Verdict;
  /** Spans that are slower than the reference. */
  alerts(): readonly Alert[];
}

export interface OverviewOptions {
  readonly loop: LoopDelay;
  /** What is on the desk now. `pollMs`: how far apart its polls are meant to be. */
  readonly instruments: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly pollMs: number;
  }[];
  readonly machine: Machine;
  /** Null: there is nothing to compare with. */
  readonly reference: Reference | null;
}

/** How often an overview is told, and one instrument, ms. */
const overviewMs = 1000;
const instrumentMs = 2000;
/** Whoever asks within this time after another one is told the same, ms: many windows cost as much as one. */
const sharedMs = 900;
const minuteMs = 60_000;
const alertsMax = 50;

/** The figures behind the profiling screen. */
export interface OpenOverview {
  readonly handlers: DomainHandlers<typeof profiling>;
  /** A slice of time has ended: every ten seconds, watched or not. */
  sliceEnded(): void;
  close(): void;
}

/** Opens it. While nobody watches, it counts collections of garbage, and looks at memory and alerts every ten seconds. */
export function openOverview({ loop, instruments, machine, reference }: OverviewOptions): OpenOverview {
  const garbage = watchGarbage();
  const threads = new Threads();
  const alerts = new Alerts();
  const nameOf = (id: string): string | null => instruments().find((each) => each.id === id)?.name ?? null;
  const told = new Map<Window, { readonly at: number; readonly overview: Promise<Overview> }>();
  let process: { readonly at: number; readonly facts: ReturnType<typeof look> } | null = null;

  const look = async () => {
    const [all, handles] = await Promise.all([threads.look(), handlesNow()]);
    return { threads: all, handles };
  };
  /** Utilisation is of the time since it was asked for: by one clock for all windows. */
  const processNow = (now: number): ReturnType<typeof look> => {
    if (process === null || now - process.at >= sharedMs) process = { at: now, facts: look() };
    return process.facts;
  };

  const alertsNow = (now: number): Alert[] => {
    const span = spanOf('minute', now);
    const exchanges = new Map<string, number>();
    for (const meter of allMeters())
      if (meter.part === 'wire' && meter.instrument !== null)
        for (const { count } of meter.slices(span.from, span.running))
          exchanges.set(meter.instrument, (exchanges.get(meter.instrument) ?? 0) + count);
    const own = alerts.look(
      {
        loopP99Ms: loop.p99Ms,
        instruments: instruments().map(({ id, name }) => ({
          id,
          name,
          timeouts: linkCounts(id).timeouts.since(now - minuteMs).length,
          exchanges: exchanges.get(id) ?? 0,
        })),
      },
      now,
    );
    return [...own, ...(reference?.alerts() ?? [])].slice(0, alertsMax);
  };

  const make = async (window: Window): Promise<Overview> => {
    reference?.watched();
    const facts = await processNow(Date.now());
    const span = spanOf(window);
    const all = measures(span);
    // Names of all of them at once: looking each one up would look through the desk for each.
    const names = new Map(instruments().map(({ id, name }) => [id, name]));
    const known = {
      nameOf: (id: string) => names.get(id) ?? null,
      verdictOf: (key: MeterKey) => reference?.verdictOf(key) ?? 'none',
    };
    return {
      at: span.now,
      startedAt: performance.timeOrigin,
      loop: {
        p99Ms: loop.p99Ms,
        limitMs: loopLimitMs,
        utilisation: facts.threads[0]?.utilisation ?? null,
      },
      exchanges: busiestOf(all, span, known.nameOf),
      slowest: slowestOf(all, known.nameOf),
      memory: memoryNow(garbage),
      ...facts,
      spans: rowsOf(all, span, known),
      alerts: alertsNow(span.now),
    };
  };
  const overview = (window: Window): Promise<Overview> => {
    const now = Date.now();
    const last = told.get(window);
    if (last !== undefined && now - last.at < sharedMs) return last.overview;
    const made = make(window);
    told.set(window, { at: now, overview: made });
    return made;
  };

  return {
    handlers: {
      overview: ({ window }, { signal }) => every(overviewMs, signal, () => overview(window)),
      instrument: ({ instrument, command, window }, { signal }) =>
        every(instrumentMs, signal, () => {
          const found = instruments().find(({ id }) => id === instrument);
          if (found === undefined)
            throw new Fault('INSTRUMENT_UNKNOWN', 'This instrument is not on the desk.');
          return figuresOf({ instrument, name: found.name, pollMs: found.pollMs, command, window });
        }),
      numbers: ({ window, format }) => numbersFile({ window, format, machine, nameOf }),
    },
    sliceEnded() {
      const { heapUsed, external } = globalThis.process.memoryUsage();
      alerts.remember(heapUsed + external);
      alertsNow(Date.now());
    },
    close: () => garbage.close(),
  };
}

/** Makes a value at once and then again and again, for as long as there is a reader; never two at once. What `make` throws ends it. */
async function* every<T>(
  ms: number,
  signal: AbortSignal,
  make: () => T | Promise<T>,
): AsyncGenerator<T, void, undefined> {
  yield await make();
  const ticks = newest<null>(signal, (push) => {
    const timer = setInterval(() => push(null), ms);
    return () => clearInterval(timer);
  });
  for await (const _ of ticks) yield await make();
}
