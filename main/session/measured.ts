import { performance } from 'node:perf_hooks';
import { type LinkCounts, linkCounts } from '#main/profiling/link-counts.ts';
import type { Meter } from '#main/profiling/meter.ts';
import { keepMeters, leaveMeters, meterOf } from '#main/profiling/meters.ts';
import { addSpan, type Attributes, tracing } from '#main/profiling/trace.ts';
import { commandName } from './command-name.ts';
import { isChanging, type Job } from './job.ts';
import type { Outcome } from './ports.ts';

/** Program messages whose names are remembered: a bench in use asks the same few again and again. */
const remembered = 256;

interface Meters {
  readonly name: string;
  readonly queue: Meter;
  readonly wire: Meter;
}

/** Where the time of one instrument's exchanges goes. Whatever goes wrong in here stays in here: nobody is left alone for a figure. */
export class Measured {
  readonly #instrument: string;
  /** The name of the instrument, for traces. */
  readonly #called: () => string;
  readonly #counts: LinkCounts;
  readonly #known = new Map<string, Meters>();
  /** Something was changed, and no question was answered since. */
  #changed = false;
  #connected = false;

  constructor(instrument: string, called: () => string) {
    this.#instrument = instrument;
    this.#called = called;
    this.#counts = linkCounts(instrument);
    keepMeters(instrument);
  }

  /** An exchange that was on the wire has ended. */
  exchanged(job: Job, outcome: Outcome): void {
    this.#safely(() => {
      const { queueMs, status, reply } = outcome;
      const wireMs = outcome.wireMs ?? 0;
      const { name, queue, wire } = this.#metersOf(job);
      const failed = status !== 'ok';
      queue.record(queueMs, false);
      wire.record(wireMs, failed);
      if (status === 'timeout') this.#counts.timeouts.add(Date.now());
      const { effects, expectsReply } = job.request;
      if (expectsReply && this.#changed) {
        this.#changed = false;
        if (!failed) this.#meter(name, 'settle').record(wireMs, false);
      } else if (!expectsReply && !failed && isChanging(effects)) this.#changed = true;
      if (!tracing()) return;
      const { place, queuedAt, sentAt } = job;
      const about = this.about(job);
      addSpan(place, {
        kind: 'exchange',
        name: `queue ${name}`,
        start: queuedAt,
        end: sentAt,
        attributes: about,
      });
      const bytes = { sent: job.request.bytes.length, received: reply?.length ?? 0 };
      addSpan(place, {
        kind: 'exchange',
        name: `wire ${name}`,
        start: sentAt,
        end: sentAt + wireMs,
        failed,
        attributes: { ...about, ...bytes, status },
      });
    });
  }

  /** One that never reached the wire: a trace shows how long it waited, and what became of it. */
  unsent(job: Job, { status }: Outcome): void {
    if (!tracing()) return;
    this.#safely(() =>
      addSpan(job.place, {
        kind: 'exchange',
        name: `queue ${this.#metersOf(job).name}`,
        start: job.queuedAt,
        end: performance.now(),
        failed: true,
        attributes: { ...this.about(job), status },
      }),
    );
  }

  /** What was written past the queue, ms. */
  emergency(wireMs: number): void {
    this.#safely(() => this.#meter('emergency', 'wire').record(wireMs, false));
  }

  /** There is a link. */
  connected(): void {
    if (this.#connected) this.#counts.retries.add(Date.now());
    this.#connected = true;
  }

  /** The link is being brought back into step. */
  resynchronising(): void {
    this.#counts.retries.add(Date.now());
  }

  /** The instrument has left the desk. */
  end(): void {
    leaveMeters(this.#instrument);
  }

  /** What traces say of a job: no values, which may be anything. */
  about(job: Job): Attributes {
    return { instrument: this.#called(), command: this.#metersOf(job).name };
  }

  #metersOf({ request: { text }, bus }: Job): Meters {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = bus === null ? commandName(text) : `bus ${bus}`;
    const made = { name, queue: this.#meter(name, 'queue'), wire: this.#meter(name, 'wire') };
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }

  #meter(name: string, part: 'queue' | 'wire' | 'settle'): Meter {
    return meterOf({ kind: 'exchange', name, instrument: this.#instrument, part });
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch {
      process.emitWarning('an exchange could not be counted in the figures');
    }
  }
}
