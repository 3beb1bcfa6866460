import { recordSpan } from '#main/profiling/span.ts';
import { addSpan, here, type Place } from '#main/profiling/trace.ts';
import { Fault, faultFrom } from '#shared/faults.ts';
import type { Batch, Done } from './writer.ts';

/** Operations a batch may hold: more would make the first one wait for the last. */
const batchMax = 1000;
/** Operations that may wait; a bench in full use has some dozens. */
export const waitingMax = 20_000;
/** How long a deferred operation waits for company. */
const deferMs = 50;

interface Answer {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
  /** Where it was asked for, in a trace. */
  readonly place: Place | undefined;
}

/**
 * Groups operations: while one batch is being committed the next one collects, so the cost of a durable commit is shared by
 * all who wait. The order of asking is the order on the disk.
 */
export class WriteQueue {
  readonly #send: (batch: Batch) => Promise<Done>;
  #names: string[] = [];
  #inputs: unknown[] = [];
  #answers: Answer[] = [];
  /** How many of those that wait do not want to wait for company. */
  #urgent = 0;
  #sending = false;
  #timer: NodeJS.Timeout | null = null;
  #idle: (() => void)[] = [];

  /** `send` commits a batch and rejects with a Fault when none of it was committed. */
  constructor(send: (batch: Batch) => Promise<Done>) {
    this.#send = send;
  }

  /** Queues one operation; a deferred one does not start a batch by itself before `deferMs` have passed. Rejects with OVERLOADED. */
  add(name: string, input: unknown, deferred: boolean): Promise<unknown> {
    if (this.#answers.length >= waitingMax)
      return Promise.reject(
        new Fault('OVERLOADED', `${waitingMax.toLocaleString('en')} records wait for the disk already.`),
      );
    return new Promise<unknown>((resolve, reject) => {
      this.#names.push(name);
      this.#inputs.push(input);
      this.#answers.push({ resolve, reject, place: here() });
      if (!deferred) this.#urgent++;
      if (!this.#sending) this.#start();
    });
  }

  /** Resolves when everything asked so far is answered. */
  drain(): Promise<void> {
    if (!this.#sending) this.#next();
    return this.#sending ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Sends what waits: at once, or when the company that a deferred one waits for has had its time. */
  #start(): void {
    if (this.#urgent > 0) this.#next();
    else if (this.#answers.length > 0) this.#timer ??= setTimeout(() => this.#next(), deferMs);
  }

  #next(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sending = this.#answers.length > 0;
    if (!this.#sending) return;
    const batch = { names: this.#names.splice(0, batchMax), inputs: this.#inputs.splice(0, batchMax) };
    const answers = this.#answers.splice(0, batchMax);
    // What is left over did not fit: it has waited long enough.
    this.#urgent = this.#answers.length;
    const start = performance.now();
    this.#send(batch).then(
      (done) => {
        committed(answers, start, false);
        for (const [index, fault] of done.faults) answers[index]!.reject(faultFrom(fault));
        for (const [index, value] of done.values.entries()) answers[index]!.resolve(value);
        this.#goOn();
      },
      (error: unknown) => {
        const fault =
          error instanceof Fault
            ? error
            : new Fault('DATABASE_FAILED', 'The database thread ended.', { cause: error });
        committed(answers, start, true);
        for (const { reject } of answers) reject(fault);
        this.#goOn();
      },
    );
  }

  /**
   * The next batch leaves once those who were just answered have said what they want next: a commit costs as much as
   * some dozens of records, so one full batch is quicker than two half ones.
   */
  #goOn(): void {
    setImmediate(() => {
      this.#sending = false;
      this.#start();
      this.#rest();
    });
  }

  #rest(): void {
    if (!this.#sending && this.#answers.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** Counts a batch: it is one commit for all who waited for it. */
function committed(answers: readonly Answer[], start: number, failed: boolean): void {
  const end = performance.now();
  recordSpan('database:commit', end - start, failed);
  const attributes = { records: answers.length };
  for (const { place } of answers)
    addSpan(place, { kind: 'database', name: 'commit', start, end, failed, attributes });
}
