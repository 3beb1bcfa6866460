import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelled } from '#main/backups/jobs.ts';
import { requireRoom } from '#main/backups/make/room.ts';
import { fileFault } from '#main/folder/new-file.ts';
import { paceOf } from '#main/profiling/pace.ts';
import { isYardstick } from '#main/statistics/compare.ts';
import { medianSpread } from '#main/statistics/spread.ts';
import { startThread } from '#main/threads/start.ts';
import type { Progress } from '#shared/contract/work.ts';
import { type ChosenPaths, chosenPaths } from './all.ts';
import type { TellPart } from './data.ts';
import type { PathSizes } from './path.ts';
import type { Round, RunnerOptions } from './runner.ts';
import { t } from '#shared/language/t.ts';

/** A fresh start of the critical paths: in a thread, or in a process of its own. */
export interface PathStart {
  open(id: string): Promise<void>;
  round(id: string): Promise<Round>;
  prove(id: string): Promise<string>;
  close(): Promise<void>;
}

/** A critical path as it was measured: samples in ms, by start and round. */
export interface MeasuredPath {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly batch: number;
  readonly starts: readonly (readonly (readonly number[])[])[];
  readonly proof: string;
}

export interface RunPlan extends ChosenPaths {
  readonly sizes: PathSizes;
  /** Fresh starts: what differs from start to start (where code and data come to lie) is no difference between two builds. */
  readonly starts: number;
  /**
   * A path whose median is not known well enough after that is measured in further starts, up to so many: those that write to a disk
   * differ more from start to start than those that calculate. As many as `starts` when left out.
   */
  readonly mostStarts?: number;
  /** Rounds of each path in each start, all paths in turns. */
  readonly rounds: number;
  readonly roundMs?: number;
}

/** What the button in the console takes. */
export const buttonPlan = { starts: 6, mostStarts: 18, rounds: 2, roundMs: 100 } as const;

/** A median is known well enough when half of its interval is no wider, see `medianSpread`. */
const wellKnown = 0.15;

/** How many fresh starts a plan takes: "6 to 18", "3". */
export const startsInWords = ({ starts, mostStarts }: RunPlan): string =>
  mostStarts === undefined || mostStarts <= starts ? String(starts) : `${starts} to ${mostStarts}`;

/** Five digits: nothing is timed better than that. */
const short = (ms: number): number => Number(ms.toPrecision(5));

/** Measures the paths over data that is there. `begin` makes a start; the signal is looked at between rounds. */
export async function measurePaths(
  plan: RunPlan,
  begin: (start: number) => PathStart,
  signal: AbortSignal,
  tell: (progress: Progress) => void = () => undefined,
): Promise<MeasuredPath[]> {
  const paths = chosenPaths(plan);
  const found: Measuring[] = paths.map((path) => ({
    id: path.id,
    name: path.name,
    what: path.what(plan.sizes),
    batch: 1,
    starts: [],
    proof: '',
  }));
  const mostStarts = plan.mostStarts ?? plan.starts;
  const pace = paceOf('', 'rounds');
  let of = 0;
  let done = 0;
  for (let start = 0; start < mostStarts; start++) {
    const more = start >= plan.starts;
    const measured = more ? found.filter((path) => isYardstick(path.id) || !known(path)) : found;
    if (measured.every(({ id }) => isYardstick(id))) break;
    const steps = found.length + measured.length * plan.rounds;
    of += more ? steps : start === 0 ? plan.starts * steps : 0;
    const count = more ? t`up to ${mostStarts}` : plan.starts;
    const step = (name: string): void => {
      if (signal.aborted) throw cancelled();
      tell({ ...pace(done++, of), stage: t`Start ${start + 1} of ${count}: ${name}`, rate: null });
    };
    await measureStart(begin(start), found, measured, plan.rounds, step);
  }
  return found;
}

type Measuring = { -readonly [Key in keyof Omit<MeasuredPath, 'starts'>]: MeasuredPath[Key] } & {
  starts: number[][][];
};

/**
 * One start: all paths opened, then these measured in turns. All of them each time, since how code is compiled hangs on what else has run
 * in its process: validating a request takes half as long in one where nothing else was validated.
 */
async function measureStart(
  running: PathStart,
  all: readonly Measuring[],
  paths: readonly Measuring[],
  rounds: number,
  step: (name: string) => void,
): Promise<void> {
  try {
    for (const path of all) {
      step(path.name);
      await running.open(path.id);
    }
    for (const path of paths) path.starts.push([]);
    for (let round = 0; round < rounds; round++)
      for (const path of paths) {
        step(path.name);
        const { batch, samples } = await running.round(path.id);
        path.batch = batch;
        path.starts.at(-1)!.push(samples.map(short));
      }
    for (const path of paths) path.proof = await running.prove(path.id);
  } finally {
    await running.close();
  }
}

const known = ({ starts }: MeasuredPath): boolean =>
  medianSpread(starts.map((rounds) => rounds.map((ms) => ({ ms })))) <= wellKnown;

/** Bytes that all of it needs at most: the histories, what is backed up, its snapshot, its backups. */
const roomFor = ({ historyLines, backupBytes, backups }: PathSizes): number =>
  50_000_000 + historyLines * 1000 + backupBytes * 5 + backups * 500_000;

/**
 * Runs the critical paths in fresh threads, in a folder of its own below `scratch` that is gone afterwards, and in no service of this
 * console. Rejects with CANCELLED within a second of the signal, with DISK_FULL, FOLDER_UNWRITABLE, and with what a path rejects with.
 */
export async function runInThreads(
  scratch: string,
  plan: RunPlan,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<MeasuredPath[]> {
  const root = join(scratch, randomUUID());
  const data = join(root, 'data');
  try {
    if (signal.aborted) throw cancelled();
    await mkdir(data, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw fileFault(error, scratch);
    });
    await requireRoom(root, roomFor(plan.sizes));
    const start = (folder: string) => startedThread({ ...plan, data, folder }, signal);
    const preparing = start(join(root, 'none'));
    try {
      await preparing.prepare((stage) =>
        tell({ stage: t`Prepare: ${stage}`, done: 0, of: null, unit: 'rounds', rate: null, leftS: null }),
      );
    } finally {
      await preparing.close();
    }
    return await measurePaths(plan, (index) => start(join(root, `start-${index}`)), signal, tell);
  } finally {
    // Threads that were ended may hold a file for a moment longer.
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** A start in a thread, which is ended at once when the signal says so. */
function startedThread(options: RunnerOptions, signal: AbortSignal) {
  const thread = startThread('paths', { data: options });
  const end = (): void => void thread.worker.terminate();
  signal.addEventListener('abort', end, { once: true });
  const ask = async (method: string, input: unknown): Promise<unknown> => {
    try {
      return await thread.call(method, input);
    } catch (error) {
      throw signal.aborted ? cancelled() : error;
    }
  };
  return {
    async prepare(tell: TellPart): Promise<void> {
      const stop = thread.onMessage((message) => {
        const { what, part } = message as { what: string; part: number };
        tell(what, part);
      });
      await ask('prepare', null);
      stop();
    },
    open: (id: string) => ask('open', id) as Promise<void>,
    round: (id: string) => ask('round', id) as Promise<Round>,
    prove: (id: string) => ask('prove', id) as Promise<string>,
    async close(): Promise<void> {
      signal.removeEventListener('abort', end);
      await thread.close();
    },
  };
}
