import { Fault, faultFrom } from '#shared/faults.ts';
import type { Asked, Done } from './writer.ts';

/** Operations a batch may hold: more would make the first one wait for the last. */
const batchMax = 1000;
/** Operations that may wait; a bench in full use has some dozens. */
const waitingMax = 20_000;
/** How long a deferred operation waits for company. */
const deferMs = 50;

interface Waiting extends Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * Groups operations: while one batch is being committed the next one collects, so the cost of a durable commit is shared by
 * all who wait. The order of asking is the order on the disk.
 */
export class WriteQueue {
  readonly #send: (batch: readonly Asked[]) => Promise<readonly Done[]>;
  #waiting: Waiting[] = [];
  #sending: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `send` commits a batch and rejects with a Fault when none of it was committed. */
  constructor(send: (batch: readonly Asked[]) => Promise<readonly Done[]>) {
    this.#send = send;
  }

  /** Queues one operation; a deferred one does not start a batch by itself before `deferMs` have passed. */
  add(name: string, input: unknown, deferred: boolean): Promise<unknown> {
    if (this.#waiting.length >= waitingMax)
      return Promise.reject(new Fault('OVERLOADED', `${waitingMax} records wait for the disk already.`));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ name, input, resolve, reject });
    if (this.#sending === null) {
      if (!deferred) this.#start();
      else this.#timer ??= setTimeout(() => this.#start(), deferMs);
    }
    return promise;
  }

  /** Resolves when everything asked so far is answered. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#sending !== null) {
      if (this.#sending === null) this.#start();
      await this.#sending;
    }
  }

  #start(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sending = this.#run().finally(() => {
      this.#sending = null;
      // What came meanwhile has waited for company long enough.
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    const batch = this.#waiting.splice(0, batchMax);
    try {
      const done = await this.#send(batch.map(({ name, input }) => ({ name, input })));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = done[index]!;
        if ('fault' in result) reject(faultFrom(result.fault));
        else resolve(result.value);
      }
    } catch (error) {
      const fault =
        error instanceof Fault
          ? error
          : new Fault('DATABASE_FAILED', 'The database thread ended.', { cause: error });
      for (const { reject } of batch) reject(fault);
    }
  }
}
