import { rootSpan } from '#main/profiling/span.ts';
import { faultShape } from '#shared/faults.ts';
import type { StepBudget, Stepped } from './step.ts';

/** Records that are written before the index is taken on; fewer wait for the next second. */
const stirsMax = 512;
/** What one step takes: whatever is written meanwhile waits for it. */
const usual = { lines: 512, ms: 4 } as const;

/** Takes the index on behind what is written, a step at a time, so that writes never wait for more than one step. */
export class Filler {
  readonly #step: (budget: StepBudget) => Promise<Stepped>;
  readonly #now: () => number;
  #stirs = 0;
  #running: Promise<void> | null = null;
  #closed = false;
  #failed = '';

  constructor(step: (budget: StepBudget) => Promise<Stepped>, now: () => number) {
    this.#step = step;
    this.#now = now;
  }

  /** One more record is on the disk. */
  stir(): void {
    if (++this.#stirs >= stirsMax) void this.run();
  }

  /** Called every second. */
  tick(): void {
    if (this.#stirs > 0) void this.run();
  }

  /** Resolves when the index has caught up, or cannot: the next record has it tried again. */
  run(): Promise<void> {
    this.#running ??= this.#catchUp().finally(() => (this.#running = null));
    return this.#running;
  }

  async #catchUp(): Promise<void> {
    try {
      let behind = true;
      while (behind && !this.#closed) {
        this.#stirs = 0;
        ({ behind } = await rootSpan('console', 'history:index', () =>
          this.#step({ now: this.#now(), ...usual }),
        ));
      }
      this.#failed = '';
    } catch (error) {
      // Searches go on, row by row where the index ends.
      const { code } = faultShape(error);
      if (code !== this.#failed)
        process.emitWarning(`the index of the history could not be taken on: ${code}`);
      this.#failed = code;
    }
  }

  /** Resolves when the step that runs has ended; what is left is indexed at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }
}
