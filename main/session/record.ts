import { performance } from 'node:perf_hooks';
import { at as inTrace, traced, tracing } from '#main/profiling/trace.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Link } from '#shared/contract/history.ts';
import { isChanging, type Job } from './job.ts';
import type { Measured } from './measured.ts';
import { faultText } from './outcome.ts';
import type { EmergencyWrite, SessionTiming } from './session.ts';
import type { ExchangeId, Journal, Outcome, Request } from './ports.ts';

/** The journal, as a session uses it: never waited for without a limit, and never able to break the session. */
export class Recorder {
  readonly #journal: Journal;
  readonly #link: () => Link;
  readonly #limitMs: number;
  readonly #slowMs: number;
  readonly #measured: Measured;
  readonly #open = new Set<Promise<unknown>>();

  constructor(
    journal: Journal,
    link: () => Link,
    timing: Pick<SessionTiming, 'record' | 'slow'>,
    measured: Measured,
  ) {
    this.#journal = journal;
    this.#link = link;
    this.#limitMs = timing.record;
    this.#slowMs = timing.slow;
    this.#measured = measured;
  }

  /** The durable intent of a job. Rejects with HISTORY_UNWRITABLE; an intent that comes too late is settled with `ifLate`. */
  async intend(job: Job, ifLate?: Outcome): Promise<ExchangeId> {
    let late = false;
    const intent = this.#call('intent', job, () => this.#journal.intend(this.#link(), job.request)).then(
      (id) => {
        // Nobody waits for it, and a journal that has been late once may hang now: not without a limit, either.
        if (late) this.settle(id, job, ifLate ?? notSent(this.#silent(), job)).catch(() => undefined);
        return id;
      },
    );
    try {
      return await this.#within(intent);
    } catch (error) {
      late = true;
      throw unwritable(error, 'It could not be written to the history first, so nothing was sent.', false);
    }
  }

  /** The durable outcome of an intent. Rejects with HISTORY_UNWRITABLE: the command was sent all the same. */
  async settle(id: ExchangeId, job: Job, outcome: Outcome): Promise<void> {
    try {
      await this.#within(this.#call('outcome', job, () => this.#journal.settle(id, outcome)));
    } catch (error) {
      throw unwritable(
        error,
        `It was sent (${outcome.status}), but its outcome could not be recorded.`,
        true,
      );
    }
  }

  /** A record beside the exchange. Whatever goes wrong in it stays in it. */
  note(request: Request, outcome: Outcome, at: number): void {
    try {
      this.#journal.note(this.#link(), request, outcome, at);
    } catch (error) {
      // The port promises not to throw; an instrument is not left alone because a record of it failed.
      process.emitWarning(`a note for the history failed: ${faultShape(error).code}`);
    }
  }

  /** A job that the guard refused: it was not sent. */
  refuse(job: Job, refusal: unknown): void {
    this.finish(job, { ...notSent(refusal, job), status: 'refused' }, refusal);
  }

  /** An emergency write, when it is known what came of it. */
  emergency(write: Promise<EmergencyWrite>, request: Request, at: number): void {
    const base = { reply: null, queueMs: 0 };
    write.then(
      ({ wireMs }) => {
        this.#measured.emergency(wireMs);
        this.note(request, { ...base, status: 'ok', fault: null, wireMs }, at);
      },
      (fault: unknown) =>
        this.note(request, { ...base, status: 'lost', fault: faultText(fault), wireMs: null }, at),
    );
  }

  /** Records what came of a job and answers whoever asked. */
  finish(job: Job, outcome: Outcome, failure: unknown, reply: Uint8Array | null = null): void {
    job.stage = 'done';
    job.forget();
    const answer = (): void => {
      const fault = failure ?? job.fault;
      if (fault === null) job.resolve(reply);
      else job.reject(fault);
    };
    const { request } = job;
    const sent = outcome.wireMs !== null;
    if (!sent) this.#measured.unsent(job, outcome);
    if (job.intent !== null) {
      this.settle(job.intent, job, outcome).then(answer, (error) => job.reject(failure ?? error));
      return;
    }
    if (sent && job.rank === 'off') {
      // Wire first: the record follows beside it.
      this.intend(job, outcome)
        .then((id) => this.settle(id, job, outcome))
        .then(answer, (error) => job.reject(failure ?? sentUnrecorded(error)));
      return;
    }
    // What a poll finds is a reading; only one that failed or was slow is an exchange to remember.
    const quiet =
      request.lane === 'poll' &&
      !isChanging(request.effects) &&
      (!sent || (outcome.status === 'ok' && (outcome.wireMs ?? 0) <= this.#slowMs));
    if (!quiet) this.note(request, outcome, Date.now());
    answer();
  }

  /** Resolves when every record that is under way has ended. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#open);
  }

  /** A journal that throws instead of rejecting is held to its port all the same. While traces are kept, a span where the job is. */
  async #call<T>(what: 'intent' | 'outcome', job: Job, work: () => Promise<T>): Promise<T> {
    if (!tracing()) return await work();
    return await inTrace(job.place, () => traced('exchange', what, this.#measured.about(job), work));
  }

  #silent(): Fault {
    return new Fault('HISTORY_UNWRITABLE', `The history did not answer within ${this.#limitMs} ms.`);
  }

  #keep<T>(work: Promise<T>): Promise<T> {
    this.#open.add(work);
    const forget = (): void => {
      this.#open.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  #within<T>(work: Promise<T>): Promise<T> {
    return this.#keep(
      new Promise<T>((resolve, reject) => {
        const timer = setTimeout(() => reject(this.#silent()), this.#limitMs);
        work.then(resolve, reject).finally(() => clearTimeout(timer));
      }),
    );
  }
}

function unwritable(cause: unknown, message: string, sent: boolean): Fault {
  // Why is said by whoever keeps the history, with what to do about it: a full disk is not a lock.
  const why = cause instanceof Fault ? ` ${cause.message}` : '';
  return new Fault('HISTORY_UNWRITABLE', `${message}${why}`, {
    ...(cause instanceof Fault && { remedy: cause.remedy }),
    details: { sent, reason: faultShape(cause).code },
    cause,
  });
}

/** The outcome of a command that never reached the wire. */
export function notSent(why: unknown, { queuedAt }: Pick<Job, 'queuedAt'>): Outcome {
  const fault = faultText(why);
  return { status: 'cancelled', reply: null, fault, queueMs: performance.now() - queuedAt, wireMs: null };
}

function sentUnrecorded(error: unknown): Fault {
  return new Fault('HISTORY_UNWRITABLE', 'The output was switched off, but it could not be recorded.', {
    details: { sent: true },
    cause: error,
  });
}
