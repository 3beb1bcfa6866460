import { performance } from 'node:perf_hooks';
import { Fault, faultShape } from '#shared/faults.ts';
import { Emergencies, emergencyBytes, emergencyRequest, unknownOutput } from './emergencies.ts';
import { Keeper } from './keeper.ts';
import { isChanging, isUnknown, type Job, makeJob, type Rank, wouldUndo } from './job.ts';
import type { Line } from './line.ts';
import type { Operator, Outcome } from './ports.ts';
import { Queue } from './queue.ts';
import { notSent, Recorder } from './record.ts';
import { greeter } from './greeter.ts';
import { interrupted, late, statusOf } from './outcome.ts';
import { resync } from './resync.ts';
import type {
  EmergencyWrite,
  ExchangeOptions,
  Session,
  SessionOptions,
  SessionStatus,
  SessionTiming,
} from './session.ts';
import { defaultTiming } from './timing.ts';
import { Status } from './status.ts';

/** A conversation with one instrument. Closed until `open` is called. */
export function createSession(options: SessionOptions): Session {
  return new Conversation(options);
}

const beforeGreeting: readonly Rank[] = ['emergency', 'off', 'greet'];
const always: readonly Rank[] = ['emergency', 'off', 'greet', 'person', 'poll'];
const whilePreparing: readonly Rank[] = ['emergency', 'off'];
const whileRecovering: readonly Rank[] = ['off'];

class Conversation implements Session {
  readonly #options: SessionOptions;
  readonly #timing: SessionTiming;
  readonly #queue = new Queue();
  readonly #recorder: Recorder;
  readonly #status = new Status();
  readonly #keeper: Keeper;
  readonly #emergencies = new Emergencies();
  /** On the wire now. */
  #running: Job | null = null;
  /** Waits for its durable intent; nothing of it was sent. */
  #preparing: Job | null = null;
  /** Its intent is durable; it is next. */
  #prepared: Job | null = null;
  #recovering = false;
  /** A dirty link may be brought back into step now. */
  #ripe = false;
  #identity: Uint8Array | null = null;
  /** A question for the identity went unanswered on this line: its late answer would look like the proof of a resync. */
  #identityOwed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#recorder = new Recorder(options.journal, options.link, this.#timing.record, this.#timing.slow);
    this.#keeper = new Keeper({
      connect: options.connect,
      timing: this.#timing,
      replyCap: options.replyCap,
      status: this.#status,
      emergencies: this.#emergencies,
      greet: (signal) =>
        options.greet(
          greeter(this, (text, how) => this.#exchange(text, how, true), signal),
          signal,
        ),
      connected: () => {
        this.#identityOwed = false;
        this.#kick();
      },
      greeted: () => this.#kick(),
      stray: () => this.distrust(),
      lost: (why) => this.#lost(why),
    });
  }

  get status(): SessionStatus {
    return this.#status.now;
  }

  onStatus(listener: () => void): () => void {
    return this.#status.on(listener);
  }

  open(): void {
    this.#keeper.open();
  }

  retry(): void {
    this.#keeper.retry();
  }

  exchange(text: string, options: ExchangeOptions): Promise<Uint8Array | null> {
    return this.#exchange(text, options, false);
  }

  #exchange(text: string, options: ExchangeOptions, greeting: boolean): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      const { signal, deadlineMs = this.#timing.reply } = options;
      const unavailable = this.#keeper.unavailable;
      if (unavailable !== null) throw unavailable;
      if (signal?.aborted) throw new Fault('CANCELLED', 'It was cancelled before it was sent.');
      const job = makeJob(text, options, greeting, deadlineMs, resolve, reject);
      this.#queue.add(job);
      if (signal !== undefined) {
        const onAbort = (): void => this.#interrupt(job, new Fault('CANCELLED', 'It was cancelled.'));
        signal.addEventListener('abort', onAbort, { once: true });
        job.forget = () => signal.removeEventListener('abort', onAbort);
      }
      if (job.rank === 'off') this.#supersede(job);
      this.#kick();
    });
  }

  /** What waits and would switch an output on again behind this switch-off is not sent any more. */
  #supersede(off: Job): void {
    const undone = (job: Job): boolean => wouldUndo(job.request.effects, off.request.effects);
    const waiting = this.#queue.clear(['person', 'poll'], undone);
    for (const job of [this.#preparing, this.#prepared]) if (job !== null && undone(job)) waiting.push(job);
    if (waiting.length === 0) return;
    const fault = new Fault(
      'CANCELLED',
      'An output was switched off before this was sent, so it was not sent.',
    );
    for (const job of waiting) this.#interrupt(job, fault);
  }

  /** Gives up a job wherever it stands. */
  #interrupt(job: Job, fault: Fault): void {
    if (job.stage === 'done' || job.fault !== null) return;
    job.fault = fault;
    switch (job.stage) {
      case 'queued':
        this.#queue.remove(job);
        if (this.#prepared === job) this.#prepared = null;
        this.#recorder.finish(
          job,
          { ...notSent(fault.code), queueMs: performance.now() - job.queuedAt },
          null,
        );
        return;
      case 'preparing':
        // Its intent is being written: `#prepare` settles it when it comes.
        return;
      case 'writing':
        // Half a message may be out, and the link takes no more: it cannot be used again.
        void this.#keeper.drop('abort', fault);
        return;
      case 'reading':
        this.#keeper.line?.giveUp(fault);
    }
  }

  #kick(): void {
    const line = this.#keeper.line;
    if (line === null || this.#running !== null) return;
    if (this.#recovering) {
      // A switch-off has no reply that could be mistaken for another's.
      const off = this.#queue.take(whileRecovering);
      if (off !== null) void this.#converse(off, line);
      return;
    }
    if (this.#status.dirty) {
      if (!this.#ripe) return;
      void this.#recover(line);
      this.#kick();
      return;
    }
    if (this.#preparing === null && this.#prepared === null) {
      const job = this.#queue.take(this.#keeper.greeted ? always : beforeGreeting);
      if (job !== null) this.#start(job, line);
      return;
    }
    const urgent = this.#queue.take(whilePreparing);
    if (urgent !== null) void this.#converse(urgent, line);
    else if (this.#prepared !== null) {
      const job = this.#prepared;
      this.#prepared = null;
      void this.#converse(job, line);
    }
  }

  #start(job: Job, line: Line): void {
    const wireFirst = job.rank === 'emergency' || job.rank === 'off';
    if (!wireFirst && isChanging(job.request.effects)) void this.#prepare(job);
    else void this.#converse(job, line);
  }

  async #prepare(job: Job): Promise<void> {
    this.#preparing = job;
    try {
      this.#options.guard.check(this.#options.instrument, job.request);
    } catch (refusal) {
      this.#preparing = null;
      this.#refuse(job, refusal);
      this.#kick();
      return;
    }
    job.stage = 'preparing';
    let failure: unknown = null;
    try {
      job.intent = await this.#recorder.intend(job);
    } catch (error) {
      failure = error;
    }
    this.#preparing = null;
    if (failure !== null) {
      job.stage = 'done';
      job.forget();
      job.reject(job.fault ?? failure);
    } else {
      job.stage = 'queued';
      const fault = job.fault ?? this.#keeper.unavailable;
      if (fault === null) this.#prepared = job;
      else
        this.#recorder.finish(
          job,
          { ...notSent(fault.code), queueMs: performance.now() - job.queuedAt },
          fault,
        );
    }
    this.#kick();
  }

  #refuse(job: Job, refusal: unknown): void {
    const queueMs = performance.now() - job.queuedAt;
    const fault = faultShape(refusal).code;
    this.#recorder.finish(job, { status: 'refused', reply: null, fault, queueMs, wireMs: null }, refusal);
  }

  async #converse(job: Job, line: Line): Promise<void> {
    const { request } = job;
    if (job.rank !== 'emergency')
      try {
        // Once more for what has waited for its intent: the world may have changed since.
        this.#options.guard.check(this.#options.instrument, request);
      } catch (refusal) {
        this.#refuse(job, refusal);
        queueMicrotask(() => this.#kick());
        return;
      }
    this.#running = job;
    this.#status.busy = true;
    job.stage = 'writing';
    job.sentAt = performance.now();
    const timer = setTimeout(() => this.#interrupt(job, late(job)), job.deadlineMs);
    let reply: Uint8Array | null = null;
    let failure: unknown = null;
    try {
      const answer = request.expectsReply ? line.expect() : null;
      // It may be rejected before it is waited for.
      answer?.catch(handledBelow);
      await line.send(request.bytes);
      job.stage = 'reading';
      if (answer !== null) reply = await answer;
    } catch (error) {
      failure = job.fault ?? error;
    }
    clearTimeout(timer);
    const wireMs = performance.now() - job.sentAt;
    this.#running = null;
    this.#after(job, line, reply, failure, wireMs);
    this.#recorder.finish(
      job,
      {
        status: statusOf(failure, line),
        reply,
        fault: failure === null ? null : faultShape(failure).code,
        queueMs: job.sentAt - job.queuedAt,
        wireMs,
      },
      failure,
      reply,
    );
    this.#kick();
  }

  /** What an exchange leaves behind on its link. */
  #after(job: Job, line: Line, reply: Uint8Array | null, failure: unknown, wireMs: number): void {
    const { text, effects, expectsReply } = job.request;
    this.#status.busy = false;
    if (reply !== null) {
      this.#status.answered(wireMs);
      if (/^\s*\*idn\?\s*$/i.test(text)) this.#identity = reply;
    } else if (expectsReply && /\*idn\?/i.test(text)) this.#identityOwed = true;
    // A message of unknown effect may have a reply of its own, which would be taken for the next one's.
    if (!line.over && (failure !== null || (isUnknown(effects) && !expectsReply))) this.distrust();
    if (isUnknown(effects))
      try {
        this.#options.guard.unknownSent(this.#options.instrument);
      } catch (error) {
        process.emitWarning(`the guard failed after a command of unknown effect: ${faultShape(error).code}`);
      }
  }

  async #recover(line: Line): Promise<void> {
    this.#recovering = true;
    this.#status.recovering = true;
    try {
      if (this.#identity === null || this.#identityOwed)
        throw new Fault(
          'LINK_DIRTY',
          'An answer is missing, and the identity cannot prove that no other is.',
        );
      await resync(line, {
        identity: this.#identity,
        deadlineMs: this.#timing.reply,
        quietMs: this.#timing.quiet,
      });
      this.#status.dirty = false;
    } catch (error) {
      const why =
        error instanceof Fault ? error : new Fault('LINK_DIRTY', 'The link broke.', { cause: error });
      if (!line.over) await this.#keeper.drop('close', why);
    }
    this.#recovering = false;
    this.#status.recovering = false;
    this.#kick();
  }

  /** The link has gone: nothing that waits for it is kept, because nobody knows how long it will be gone. */
  #lost(why: Fault): void {
    const waiting = this.#queue.clear();
    if (this.#prepared !== null) waiting.push(this.#prepared);
    if (this.#preparing !== null) waiting.push(this.#preparing);
    for (const job of waiting) this.#interrupt(job, why);
  }

  emergency(messages: readonly string[], operator: Operator, deadlineMs: number): Promise<EmergencyWrite> {
    // Nothing may stand before these two lines.
    const bytes = emergencyBytes(messages);
    const written = this.#emergencies.writeNow(this.#keeper.line?.transport ?? null, bytes);
    const at = Date.now();
    const preempted = new Fault('SAFETY_PREEMPTED', 'The emergency stop cleared the queue.');
    const waiting = this.#queue.clear(['off', 'greet', 'person', 'poll']);
    for (const job of [this.#prepared, this.#preparing, this.#running]) if (job !== null) waiting.push(job);
    this.distrust();
    const write = written === null ? this.#writeAnew(bytes, deadlineMs, preempted) : Promise.resolve(written);
    // The other wires come first: answering whoever waits, and the record, follow in a moment of this tick.
    queueMicrotask(() => {
      for (const job of waiting) this.#interrupt(job, job.stage === 'reading' ? interrupted() : preempted);
    });
    const noted = (outcome: Outcome): void =>
      this.#recorder.note(emergencyRequest(messages, operator), outcome, at);
    return write.then(
      (result) => {
        noted({ status: 'ok', reply: null, fault: null, queueMs: 0, wireMs: result.wireMs });
        return result;
      },
      (fault: unknown) => {
        noted({ status: 'lost', reply: null, fault: faultShape(fault).code, queueMs: 0, wireMs: null });
        throw fault;
      },
    );
  }

  /** The link does not take bytes: it is given up at once, and the next one gets them first. */
  #writeAnew(bytes: Uint8Array, deadlineMs: number, why: Fault): Promise<EmergencyWrite> {
    if (this.#keeper.closed) return Promise.reject(unknownOutput('The link to this instrument is not open.'));
    const write = this.#emergencies.wait(bytes, deadlineMs);
    void this.#keeper.drop('abort', why);
    this.#keeper.retry();
    return write;
  }

  distrust(): void {
    if (this.#status.dirty || this.#keeper.line === null) return;
    this.#status.dirty = true;
    this.#ripe = false;
    // Not at once: whoever is being answered now comes first, and sees the link as it is.
    setImmediate(() => {
      this.#ripe = true;
      this.#kick();
    });
  }

  async close(): Promise<void> {
    const why = new Fault('INSTRUMENT_CLOSED', 'The link to this instrument was closed.');
    const closing = this.#keeper.close(why);
    this.#emergencies.close();
    if (this.#running !== null) this.#interrupt(this.#running, why);
    this.#lost(why);
    await closing;
    await this.#recorder.idle();
  }
}

const handledBelow = (): void => undefined;
