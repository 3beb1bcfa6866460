import { performance } from 'node:perf_hooks';
import { at } from '#main/profiling/trace.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { Emergencies, emergencyBytes, emergencyRequest, unknownOutput } from './emergencies.ts';
import { Keeper } from './keeper.ts';
import { Measured } from './measured.ts';
import { isUnknown, type Job, makeJob, wouldUndo } from './job.ts';
import type { Line } from './line.ts';
import type { Operator } from './ports.ts';
import { always, beforeGreeting, Queue, whilePreparing, whileRecovering } from './queue.ts';
import { notSent, Recorder } from './record.ts';
import { Deadline } from './deadline.ts';
import { greeter } from './greeter.ts';
import { doubted, givenUp, interrupted, late, outcomeOf, superseded } from './outcome.ts';
import { Preparation } from './preparation.ts';
import { Recovery } from './recovery.ts';
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
import { BusTurn } from './turn.ts';

/** A conversation with one instrument. Closed until `open` is called. */
export function createSession(options: SessionOptions): Session {
  return new Conversation(options);
}

class Conversation implements Session {
  readonly #options: SessionOptions;
  readonly #timing: SessionTiming;
  readonly #queue = new Queue();
  readonly #recorder: Recorder;
  readonly #measured: Measured;
  readonly #status = new Status();
  readonly #keeper: Keeper;
  readonly #emergencies = new Emergencies();
  readonly #recovery: Recovery;
  readonly #preparation: Preparation;
  readonly #turn = new BusTurn();
  readonly #deadline = new Deadline(() => {
    const arrived = this.#keeper.line?.arrived ?? 0;
    if (this.#running !== null) this.#interrupt(this.#running, late(this.#running, arrived));
  });
  /** On the wire now. */
  #running: Job | null = null;
  /** On the wire now, and its answer could be another's; it is given up when all of it is written. */
  #doubted: Job | null = null;
  constructor(options: SessionOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#measured = new Measured(options.instrument, () => options.link().name);
    this.#recorder = new Recorder(options.journal, options.link, this.#timing, this.#measured);
    this.#recovery = new Recovery(this.#timing, this.#status);
    this.#preparation = new Preparation({
      recorder: this.#recorder,
      check: (job) => options.guard.check(options.instrument, job.request),
      unavailable: () => this.#keeper.unavailable,
      next: () => this.#kick(),
    });
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
        this.#measured.connected();
        this.#recovery.fresh();
        this.#kick();
      },
      greeted: () => this.#kick(),
      stray: () => this.#soil(),
      serviced: (statusByte) => options.onService?.(statusByte),
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
      if (signal?.aborted) throw givenUp(signal, 'It was cancelled before it was sent.');
      const job = makeJob(text, options, greeting, deadlineMs, resolve, reject);
      this.#queue.add(job);
      if (signal !== undefined) {
        const onAbort = (): void => this.#interrupt(job, givenUp(signal, 'It was cancelled.'));
        signal.addEventListener('abort', onAbort, { once: true });
        job.forget = () => signal.removeEventListener('abort', onAbort);
      }
      job.onWire = options.onWire ?? null;
      if (job.rank === 'off') this.#supersede(job);
      this.#kick();
    });
  }

  /** What waits and would switch an output on again behind this switch-off is not sent any more. */
  #supersede(off: Job): void {
    const undone = (job: Job): boolean => wouldUndo(job.request.effects, off.request.effects);
    const waiting = this.#queue.clear(['person', 'poll'], undone);
    waiting.push(...this.#unsent().filter(undone));
    if (waiting.length === 0) return;
    for (const job of waiting) this.#interrupt(job, superseded());
  }

  /** Gives up a job wherever it stands. */
  #interrupt(job: Job, fault: Fault): void {
    if (job.stage === 'done' || job.fault !== null) return;
    job.fault = fault;
    switch (job.stage) {
      case 'queued':
        this.#queue.remove(job);
        this.#preparation.remove(job);
        this.#recorder.finish(job, notSent(fault, job), fault);
        return;
      case 'preparing':
        // Its intent is being written: the gate settles it when it comes.
        return;
      case 'waiting':
        this.#turn.giveUp(fault);
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
    if (this.#recovery.running) {
      // A switch-off has no reply that could be mistaken for another's.
      const off = this.#queue.take(whileRecovering);
      if (off !== null) void this.#converse(off, line);
      return;
    }
    if (this.#status.dirty) {
      if (!this.#recovery.ripe) return;
      void this.#recover(line);
      this.#kick();
      return;
    }
    const blocked = this.#preparation.busy || this.#turn.job !== null;
    const ranks = blocked ? whilePreparing : this.#keeper.greeted ? always : beforeGreeting;
    const job = this.#queue.take(ranks) ?? (this.#turn.job === null ? this.#preparation.take() : null);
    if (job === null) return;
    // Whoever set this going was another one, maybe: what is done for this job belongs to its own trace.
    at(job.place, () => {
      if (job.intent === null && Preparation.needs(job)) void this.#preparation.start(job);
      else if (BusTurn.needs(job, line)) void this.#inTurn(job, line);
      else void this.#converse(job, line);
    });
  }

  /** A link that shares a bus: first its turn, then the exchange, unless the world has changed meanwhile. */
  async #inTurn(job: Job, line: Line): Promise<void> {
    const failure = await this.#turn.wait(job, line);
    const fault = failure ?? this.#keeper.unavailable;
    if (fault === null && this.#running === null && !this.#status.dirty && !this.#recovery.running) {
      void this.#converse(job, line);
      return;
    }
    line.free();
    if (fault === null) {
      // A switch-off went between, or the link has to be brought back into step first.
      job.stage = 'queued';
      this.#queue.putBack(job);
    } else this.#recorder.finish(job, notSent(fault, job), fault);
    this.#kick();
  }

  async #converse(job: Job, line: Line): Promise<void> {
    const { request } = job;
    if (job.rank !== 'emergency')
      try {
        // Once more for what has waited for its intent: the world may have changed since.
        this.#options.guard.check(this.#options.instrument, request);
      } catch (refusal) {
        this.#recorder.refuse(job, refusal);
        queueMicrotask(() => this.#kick());
        return;
      }
    this.#running = job;
    this.#status.busy = true;
    job.stage = 'writing';
    job.sentAt = performance.now();
    this.#deadline.set(job.deadlineMs);
    let [reply, failure]: [Uint8Array | null, unknown] = [null, null];
    const { lastOff } = line;
    line.undid(request.effects);
    try {
      if (request.expectsReply)
        reply = await line.ask(request.bytes, () => {
          if (job.stage === 'writing') job.stage = 'reading';
          if (this.#doubted === job) this.#interrupt(job, doubted());
        });
      else if (job.bus !== null) reply = await line.act(job.bus);
      else await line.send(request.bytes);
      if (reply !== null && job.bus === null) line.ran(lastOff);
      if (job.rank === 'off') line.wroteOff(request);
    } catch (error) {
      failure = job.fault ?? error;
    }
    this.#deadline.met();
    this.#doubted = null;
    const wireMs = performance.now() - job.sentAt;
    job.onWire?.(wireMs);
    this.#running = null;
    this.#after(job, line, reply, failure, wireMs);
    const outcome = outcomeOf(job, line, reply, failure, wireMs);
    this.#measured.exchanged(job, outcome);
    this.#recorder.finish(job, outcome, failure, reply);
    this.#kick();
  }

  /** What an exchange leaves behind on its link. */
  #after(job: Job, line: Line, reply: Uint8Array | null, failure: unknown, wireMs: number): void {
    const { effects, expectsReply } = job.request;
    const { bus } = job;
    this.#status.busy = false;
    if (reply !== null) this.#status.answered(wireMs);
    this.#recovery.learn(job.request, reply);
    // A program message of unknown effect may have a reply of its own, which would be taken for the next one's.
    const mayAnswer = isUnknown(effects) && !expectsReply && bus === null;
    // A link that lacks an interface message is in step all the same.
    const lacks = failure instanceof Fault && failure.code === 'LINK_LACKS';
    if (!line.over && failure !== null && !lacks) this.#soil();
    else if (!line.over && mayAnswer) this.#soil(true);
    if (isUnknown(effects))
      try {
        this.#options.guard.unknownSent(this.#options.instrument);
      } catch (error) {
        process.emitWarning(`the guard failed after a command of unknown effect: ${faultShape(error).code}`);
      }
  }

  async #recover(line: Line): Promise<void> {
    this.#measured.resynchronising();
    await this.#recovery.start(line, (why) => this.#keeper.drop('close', why));
    this.#kick();
  }

  /** What has left the queue, and nothing of it was sent. */
  #unsent(): Job[] {
    const { job } = this.#turn;
    return job === null ? [...this.#preparation.jobs] : [...this.#preparation.jobs, job];
  }

  /** The link has gone: nothing that waits for it is kept, because nobody knows how long it will be gone. */
  #lost(why: Fault): void {
    for (const job of [...this.#queue.clear(), ...this.#unsent()]) this.#interrupt(job, why);
  }

  emergency(messages: readonly string[], operator: Operator, deadlineMs: number): Promise<EmergencyWrite> {
    // Nothing may stand before these two lines.
    const bytes = emergencyBytes(messages);
    const written = this.#emergencies.writeNow(this.#keeper.line?.transport ?? null, bytes);
    const begun = Date.now();
    const request = emergencyRequest(messages, operator);
    if (written !== null) this.#keeper.line?.wroteOff(request);
    const preempted = new Fault('SAFETY_PREEMPTED', 'The emergency stop cleared the queue.');
    const waiting = this.#queue.clear(['off', 'greet', 'person', 'poll']);
    waiting.push(...this.#unsent());
    if (this.#running !== null) waiting.push(this.#running);
    this.#soil();
    const write = written === null ? this.#writeAnew(bytes, deadlineMs, preempted) : Promise.resolve(written);
    // The other wires come first: answering whoever waits, and the record, follow in a moment of this tick.
    queueMicrotask(() => {
      for (const job of waiting) this.#interrupt(job, job.stage === 'reading' ? interrupted() : preempted);
    });
    this.#recorder.emergency(write, request, begun);
    return write;
  }

  /** The link does not take bytes: it is given up at once, and the next one gets them first. */
  #writeAnew(bytes: Uint8Array, deadlineMs: number, why: Fault): Promise<EmergencyWrite> {
    if (this.#keeper.closed) return Promise.reject(unknownOutput('The link to this instrument is not open.'));
    const write = this.#emergencies.wait(bytes, deadlineMs);
    // The other wires of this stop are written first: giving up a link takes longer than all of them.
    queueMicrotask(() => {
      void this.#keeper.drop('abort', why);
      this.#keeper.hurry();
    });
    return write;
  }

  distrust(): void {
    this.#soil();
    const job = this.#running;
    if (!job?.request.expectsReply) return;
    // What is on the wire may be given the answer that is still missing.
    if (job.stage === 'reading') this.#interrupt(job, doubted());
    else this.#doubted = job;
  }

  /** The link is dirty: what comes next has to wait until it is in step again. */
  #soil(gentle = false): void {
    if (this.#keeper.line !== null) this.#recovery.distrust(() => this.#kick(), gentle);
  }

  async close(): Promise<void> {
    const why = new Fault('INSTRUMENT_CLOSED', 'The link to this instrument was closed.');
    const closing = this.#keeper.close(why);
    this.#emergencies.close();
    if (this.#running !== null) this.#interrupt(this.#running, why);
    this.#lost(why);
    await closing;
    await this.#recorder.idle();
    this.#measured.end();
  }
}
