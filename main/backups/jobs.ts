import { paceOf } from '#main/profiling/pace.ts';
import { recordSpan } from '#main/profiling/span.ts';
import { addSpan, here } from '#main/profiling/trace.ts';
import { startThread } from '#main/threads/start.ts';
import type { Thread } from '#main/threads/thread.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault } from '#shared/faults.ts';
import type { CompareTask } from './check/compare.ts';
import type { Checked, CheckTask } from './check/read-back.ts';
import type { ChainTask } from './check/whole-chain.ts';
import type { WriteTask, Written } from './make/write.ts';

/** How far a job is. */
export interface Reached {
  readonly stage: string;
  readonly done: number;
  readonly of: number | null;
  readonly unit: Progress['unit'];
}
/** A job of the backup thread: says how far it is, and at last answers. Ended early, it leaves nothing of its own open. */
export type Job<R> = AsyncGenerator<Reached, R, undefined>;

/** What the backup thread does: input and answer. */
export interface Jobs {
  readonly write: { readonly input: WriteTask; readonly answer: Written };
  readonly check: { readonly input: CheckTask; readonly answer: Checked };
  readonly chain: { readonly input: ChainTask; readonly answer: string | null };
  readonly compare: { readonly input: CompareTask; readonly answer: string };
}
/** One step of a job, as it crosses threads. */
export type Step =
  | { readonly over: false; readonly reached: Reached }
  | { readonly over: true; readonly answer: unknown };

export interface Watching {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How long the thread may take to let go: a check inside SQLite cannot be broken off. */
const closeMs = 180_000;
/** After that it is ended; only a file call that hangs in the system keeps it from it, and nobody waits for that, ms. */
const letGoMs = 5000;

export const cancelled = (): Fault =>
  new Fault('CANCELLED', 'It was cancelled. Nothing was left behind.', {});

/**
 * Runs a job on a thread of its own, some hundred milliseconds at a time, and says how far it is. When this resolves or rejects, the
 * thread has ended, unless a destination holds it in a call that hangs. Rejects with CANCELLED, and with what the job throws.
 */
export async function runJob<K extends keyof Jobs>(
  name: K,
  input: Jobs[K]['input'],
  { signal, onProgress }: Watching,
): Promise<Jobs[K]['answer']> {
  if (signal.aborted) throw cancelled();
  const thread = startThread('backup', { data: { name, input } });
  const stages = new Stages(name);
  let over = false;
  try {
    let pace = paceOf('', 'bytes');
    for (;;) {
      const step = (await thread.call('step', null)) as Step;
      if (signal.aborted) throw cancelled();
      if (step.over) {
        over = true;
        stages.end(false);
        return step.answer as Jobs[K]['answer'];
      }
      const { stage, done, of, unit } = step.reached;
      if (stages.reached(stage)) pace = paceOf(stage, unit);
      onProgress?.(pace(done, of));
    }
  } catch (error) {
    // A job that failed is over; one that is cancelled is in the middle of it.
    over = !signal.aborted;
    stages.end(true);
    throw error;
  } finally {
    await ended(thread, over);
  }
}

/** Waits for the end of a thread. `over`: its job has left nothing open, but for a call to a destination that hangs. */
async function ended(thread: Thread, over: boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, (over ? 0 : closeMs) + letGoMs);
  });
  await Promise.race([thread.close(over ? letGoMs : closeMs), late]);
  clearTimeout(timer);
}

/** Counts each stage of a job, and shows it in the trace that the job is in. */
class Stages {
  readonly #place = here();
  #stage: string;
  #start = performance.now();

  constructor(job: keyof Jobs) {
    // Until it says what it does: the thread is started, and what it needs is opened.
    this.#stage = `begin ${job}`;
  }

  /** True when another stage has begun. The bytes of one, and then of another file, are one stage. */
  reached(stage: string): boolean {
    if (stage === this.#stage) return false;
    this.end(false);
    this.#stage = stage;
    this.#start = performance.now();
    return true;
  }

  end(failed: boolean): void {
    const [start, end, name] = [this.#start, performance.now(), this.#stage];
    recordSpan(`backup:${name}`, end - start, failed);
    addSpan(this.#place, { kind: 'backup', name, start, end, failed });
  }
}
