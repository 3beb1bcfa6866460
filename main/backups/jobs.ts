import { paceOf } from '#main/profiling/pace.ts';
import { startThread } from '#main/threads/start.ts';
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

export const cancelled = (): Fault =>
  new Fault('CANCELLED', 'It was cancelled. Nothing was left behind.', {});

/**
 * Runs a job on a thread of its own, some hundred milliseconds at a time, and says how far it is. When this resolves or rejects, the
 * thread has ended. Rejects with CANCELLED, and with what the job throws.
 */
export async function runJob<K extends keyof Jobs>(
  name: K,
  input: Jobs[K]['input'],
  { signal, onProgress }: Watching,
): Promise<Jobs[K]['answer']> {
  if (signal.aborted) throw cancelled();
  const thread = startThread('backup', { data: { name, input } });
  try {
    let stage = '';
    let pace = paceOf('', 'bytes');
    for (;;) {
      const step = (await thread.call('step', null)) as Step;
      if (signal.aborted) throw cancelled();
      if (step.over) return step.answer as Jobs[K]['answer'];
      const { done, of, unit } = step.reached;
      if (step.reached.stage !== stage) {
        ({ stage } = step.reached);
        pace = paceOf(stage, unit);
      }
      onProgress?.(pace(done, of));
    }
  } finally {
    await thread.close(closeMs);
  }
}
