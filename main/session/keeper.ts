import { performance } from 'node:perf_hooks';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Transport } from '#main/transports/transport.ts';
import { backoffMs, Pause } from './backoff.ts';
import type { Emergencies } from './emergencies.ts';
import { Line } from './line.ts';
import type { SessionTiming } from './session.ts';
import type { Status } from './status.ts';

/** Between two tries while an emergency message waits for a link, ms. */
const urgentMs = 20;
/** A try that is older than this is begun anew for an emergency: a lost SYN is repeated only after a second. */
const urgentTryMs = 100;

export interface KeeperOptions {
  readonly connect: () => Transport;
  readonly timing: SessionTiming;
  readonly replyCap: number | undefined;
  readonly status: Status;
  readonly emergencies: Emergencies;
  readonly greet: (signal: AbortSignal) => Promise<void>;
  /** A link is there, and what was urgent has been written to it. */
  readonly connected: () => void;
  /** The instrument was greeted: everybody may be served. */
  readonly greeted: () => void;
  readonly stray: () => void;
  readonly serviced: (statusByte: number | null) => void;
  /** The link, or the try to make one, came to nothing. */
  readonly lost: (why: Fault) => void;
}

/** Keeps one link up: connects, greets, and begins again with backoff, until it is closed. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #pause = new Pause();
  #line: Line | null = null;
  #greeted = false;
  #closed: Fault | null = new Fault('INSTRUMENT_CLOSED', 'The link to this instrument is not open.');
  #trouble: Fault | null = null;
  #attempt: { readonly controller: AbortController; readonly since: number } | null = null;
  #ending: Promise<void> = Promise.resolve();
  #loop: Promise<void> | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get line(): Line | null {
    return this.#line;
  }

  get greeted(): boolean {
    return this.#greeted;
  }

  /** True when no link will come any more, or none was asked for. */
  get closed(): boolean {
    return this.#closed !== null;
  }

  /** Why nothing can be sent now, nor soon. While a link is being made, commands may wait for it. */
  get unavailable(): Fault | null {
    return this.#closed ?? this.#trouble;
  }

  open(): void {
    if (this.#loop !== null) return;
    this.#closed = null;
    this.#loop = this.#run();
  }

  /** Ends a backoff. */
  retry(): void {
    this.#pause.end();
  }

  /** An emergency waits: no backoff, and no patience with a try that has been under way for some time. */
  hurry(): void {
    this.#pause.end();
    const attempt = this.#attempt;
    if (attempt !== null && performance.now() - attempt.since > urgentTryMs)
      attempt.controller.abort(new Fault('INSTRUMENT_UNREACHABLE', 'The instrument does not answer.'));
  }

  /** Gives up the link that there is. */
  drop(how: 'close' | 'abort', why: Fault): Promise<void> {
    if (this.#line !== null) this.#ending = this.#line.end(how, gone(why));
    return this.#ending;
  }

  async close(why: Fault): Promise<void> {
    this.#closed = why;
    this.#pause.end();
    this.#attempt?.controller.abort(why);
    await this.drop('close', why);
    await this.#loop;
    this.#options.status.closed();
  }

  async #run(): Promise<void> {
    const { timing, status, emergencies, lost } = this.#options;
    let failures = 0;
    while (this.#closed === null) {
      this.#trouble = null;
      status.connecting();
      let why: Fault;
      let wasUp = false;
      try {
        why = await this.#once();
        wasUp = this.#greeted;
      } catch (error) {
        why =
          error instanceof Fault
            ? error
            : new Fault('INSTRUMENT_UNREACHABLE', 'No link could be made.', { cause: error });
      }
      this.#greeted = false;
      await this.#ending;
      if (this.#closed !== null) return;
      // The tries that an emergency hurries say nothing of how long the instrument will be gone.
      failures = wasUp || emergencies.urgent ? 0 : failures + 1;
      this.#trouble = why.code === 'SAFETY_PREEMPTED' ? preempted() : gone(why);
      lost(this.#trouble);
      const wait = emergencies.urgent
        ? urgentMs
        : backoffMs(Math.max(0, failures - 1), timing.backoffFirst, timing.backoffMax);
      status.unreachable(this.#trouble, Date.now() + Math.round(wait));
      await this.#pause.wait(wait);
    }
  }

  /** One link from its beginning to its end; resolves with the reason of the end. */
  async #once(): Promise<Fault> {
    const { emergencies, status, connected, greeted, stray, serviced, lost } = this.#options;
    const transport = await this.#connect();
    const ended = Promise.withResolvers<Fault>();
    const line = new Line(
      transport,
      {
        stray,
        serviced,
        ended: (why) => {
          this.#line = null;
          this.#trouble = why.code === 'SAFETY_PREEMPTED' ? preempted() : why;
          status.unreachable(this.#trouble, null);
          lost(why);
          ended.resolve(why);
        },
      },
      this.#options.replyCap,
    );
    const took = emergencies.flush(transport);
    this.#line = line;
    if (!took)
      void this.drop('abort', new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.'));
    else if (this.#closed !== null) void this.drop('close', this.#closed);
    else {
      status.fresh();
      connected();
      const failure = await this.#greet(line);
      if (failure !== null) void this.drop('close', failure);
      else if (!line.over) {
        this.#greeted = true;
        status.up();
        greeted();
      }
    }
    return ended.promise;
  }

  async #connect(): Promise<Transport> {
    const { connect, timing } = this.#options;
    const attempt = new AbortController();
    this.#attempt = { controller: attempt, since: performance.now() };
    const transport = connect();
    const timer = setTimeout(
      () =>
        attempt.abort(
          new Fault('INSTRUMENT_UNREACHABLE', `The instrument did not answer within ${timing.connect} ms.`),
        ),
      timing.connect,
    );
    try {
      await transport.open(attempt.signal);
      return transport;
    } finally {
      clearTimeout(timer);
      this.#attempt = null;
    }
  }

  /** Null when it went well, or the line has ended by itself. */
  async #greet(line: Line): Promise<Fault | null> {
    const { emergencies, greet } = this.#options;
    for (;;) {
      const before = emergencies.count;
      try {
        await untilOver(line, greet(line.life));
        return null;
      } catch (error) {
        if (line.over) return null;
        // An emergency went between: the instrument is there, it has only not been greeted yet.
        if (emergencies.count !== before && faultShape(error).code === 'SAFETY_PREEMPTED') continue;
        return error instanceof Fault
          ? error
          : new Fault('INTERNAL', 'The instrument could not be greeted.', { cause: error });
      }
    }
  }
}

function untilOver(line: Line, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (): void => resolve();
    line.life.addEventListener('abort', over, { once: true });
    work.then(resolve, reject).finally(() => line.life.removeEventListener('abort', over));
  });
}

/** Why commands are refused while there is no link, in the code that callers expect. */
function gone(why: Fault): Fault {
  if (kept.has(why.code)) return why;
  return new Fault('INSTRUMENT_CLOSED', `The link was given up: ${why.message}`, {
    remedy: why.remedy,
    details: why.details,
    cause: why,
  });
}

/** A link that was given up because an emergency message could not be written to it. */
const preempted = (): Fault =>
  new Fault('INSTRUMENT_CLOSED', 'The link did not take the off command, so it was given up.');

const kept: ReadonlySet<string> = new Set([
  'INSTRUMENT_UNREACHABLE',
  'INSTRUMENT_CLOSED',
  'SAFETY_PREEMPTED',
]);
