import { type Working, working } from '#main/bridge/working.ts';
import type { Watching } from '#main/backups/jobs.ts';
import { span } from '#main/profiling/span.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault } from '#shared/faults.ts';

export type Running = NonNullable<BackupState['running']>;

/** Progress goes to whoever watches at most as often, ms. */
const tellMs = 200;
const begun: Progress = { stage: 'Begin', done: 0, of: null, unit: 'bytes', rate: null, leftS: null };

/** The one piece of work on backups that runs at a time. */
export class Worker {
  readonly #changed: () => void;
  #running: { shown: Running; readonly control: AbortController; readonly ended: Promise<void> } | null =
    null;

  /** `changed` is called when what runs has begun, gone on or ended. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get running(): Running | null {
    return this.#running?.shown ?? null;
  }

  /** Gives up what runs. Resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#running?.control.abort();
    await this.#running?.ended;
  }

  /** Runs it alone. Rejects with BACKUP_BUSY when something runs already, and as `work` does. */
  async run<R>(
    what: Running['what'],
    title: string,
    signal: AbortSignal,
    work: (watching: Watching & { readonly onProgress: (progress: Progress) => void }) => Promise<R>,
    tell: (progress: Progress) => void = () => undefined,
  ): Promise<R> {
    if (this.#running !== null)
      throw new Fault('BACKUP_BUSY', `This runs already: ${this.#running.shown.title}.`);
    const control = new AbortController();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#running = { shown: { what, title, progress: begun }, control, ended };
    this.#changed();
    let told = 0;
    const onProgress = (progress: Progress): void => {
      const now = performance.now();
      if (now - told < tellMs && progress.stage === this.#running?.shown.progress.stage) return;
      told = now;
      if (this.#running !== null) this.#running.shown = { what, title, progress };
      tell(progress);
      this.#changed();
    };
    try {
      const watching = { signal: AbortSignal.any([signal, control.signal]), onProgress };
      return await span(`backup:${what}`, () => work(watching));
    } finally {
      this.#running = null;
      end();
      this.#changed();
    }
  }

  /** The same as a stream: progress, and at last the result. A reader that leaves gives the work up; for reasons of `goesOn` it goes on without one. */
  stream<R>(
    what: Running['what'],
    title: string,
    signal: AbortSignal,
    work: (watching: Watching & { readonly onProgress: (progress: Progress) => void }) => Promise<R>,
    goesOn?: (why: unknown) => boolean,
  ): AsyncIterable<Working<R>> {
    return working(signal, (tell, stop) => this.run(what, title, stop, work, tell), goesOn);
  }
}
