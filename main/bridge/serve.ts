import { measured, recordSpan } from '#main/profiling/span.ts';
import { type Origin, trace } from '#main/profiling/trace.ts';
import { calledFrom } from '#main/profiling/window-times.ts';
import type { Command, Contract, Procedure, Stream } from '#shared/contract/declare.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { type Ask, type FromConsole, FromWindow, unreadable } from '#shared/rpc/frames.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { type Found, find, identify, refusal, validated } from './admission.ts';
import type { Audit, Call, Caller, Identities, Identity } from './caller.ts';
import type { Handlers } from './handlers.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type Recorder, recorderOf } from './recording.ts';
import { Running } from './running.ts';

export interface ServeOptions<C extends Contract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly wire: Wire;
  readonly caller: Caller;
  readonly identities: Identities;
  readonly audit: Audit;
  /** Holds every answer and item against its declaration, as tests do. */
  readonly checkOutput?: boolean;
  /** Told about errors that are not Faults: mistakes of this program. Their text never crosses the bridge. */
  readonly onMistake?: (action: string, error: unknown) => void;
  readonly limits?: Partial<Limits>;
}

const nobody = 'nobody signed in';
const drainCheckMs = 5;
const leftEarly = (): Fault => new Fault('CANCELLED', 'Its reader left before its end.');
/** What is recorded of a fault's message, in UTF-16 code units. */
const whyLength = 300;

/** One window at the choke point: every call of it passes `#ask`. */
class Served<C extends Contract> {
  readonly #options: ServeOptions<C>;
  readonly #limits: Limits;
  readonly #recorder: Recorder;
  readonly #running = new Map<number, Running>();
  #emergencies = 0;
  #garbage = 0;
  #closed = false;

  constructor(options: ServeOptions<C>) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#recorder = recorderOf(options.audit);
    const { wire, identities, caller } = options;
    const unwatch = identities.onChange((seat) => {
      if (seat === caller.seat) this.#revoke();
    });
    wire.onClose(() => {
      this.#closed = true;
      unwatch();
      for (const running of this.#running.values()) running.stop();
    });
    wire.onMessage((message) => this.#receive(message));
  }

  #receive(message: unknown): void {
    const frame = FromWindow.safeParse(message);
    if (!frame.success) return this.#refuseGarbage((message as { id?: unknown } | null | undefined)?.id);
    const { data } = frame;
    if (data.t === 'cancel') this.#running.get(data.id)?.stop();
    else if (data.t === 'credit') this.#running.get(data.id)?.addCredit(data.more);
    else if (this.#running.has(data.id)) this.#refuseGarbage(unreadable);
    else this.#ask(data);
  }
  #refuseGarbage(claimed: unknown): void {
    // A fault under the id of a call that runs would be taken for its answer.
    const readable =
      Number.isSafeInteger(claimed) && (claimed as number) > 0 && !this.#running.has(claimed as number);
    this.#fail(
      readable ? (claimed as number) : unreadable,
      new Fault('INPUT_INVALID', 'The message has no known form.'),
    );
    if (++this.#garbage >= this.#limits.garbage)
      this.#options.wire.close('too many messages without a known form');
  }
  /** Somebody signed in, out, or locked: streams that need more than is left end now. */
  #revoke(): void {
    const identity = this.#identity();
    for (const running of this.#running.values())
      if (running.procedure.kind === 'stream') {
        const fault = refusal(running.procedure, identity);
        if (fault !== null) running.stop(fault);
      }
  }

  #ask({ id, domain, method, input, credit = 0, trace: said }: Ask): void {
    const { contract, handlers, caller } = this.#options;
    const arrived = performance.now();
    let found: Found;
    try {
      found = find(contract, handlers, domain, method);
    } catch (error) {
      return this.#fail(id, error);
    }
    const { procedure } = found;
    const emergency = procedure.kind === 'command' && procedure.emergency === true;
    const { running, emergencies } = this.#limits;
    if (emergency ? this.#emergencies >= emergencies : this.#running.size - this.#emergencies >= running)
      return this.#fail(id, new Fault('OVERLOADED', 'This window asks for too much at once.'));
    const entry = new Running(procedure, credit);
    this.#running.set(id, entry);
    if (emergency) this.#emergencies++;
    const work =
      procedure.kind === 'stream'
        ? this.#stream(id, found, input, entry)
        : trace(originOf(procedure), 'bridge', found.action, {}, () => {
            calledFrom(caller.seat, id, said, arrived);
            return this.#call(id, found, input, entry);
          });
    void work
      .catch((error: unknown) => {
        if (!(error instanceof Fault)) this.#options.onMistake?.(found.action, error);
        this.#fail(id, error);
      })
      .finally(() => {
        this.#running.delete(id);
        if (emergency) this.#emergencies--;
      });
  }

  async #call(id: number, found: Found, input: unknown, entry: Running): Promise<void> {
    const { procedure } = found;
    // Nothing is awaited before an emergency call runs.
    const value =
      procedure.kind === 'command'
        ? await this.#recorded(found, procedure, input, (valid) => this.#run(found, valid, entry))
        : await this.#run(found, this.#admit(found, input), entry);
    if (procedure.kind === 'command' && procedure.emergency === true) this.#send({ t: 'value', id, value });
    else await this.#sendWhenDrained({ t: 'value', id, value });
  }

  /** Runs what changes something and records it, whatever becomes of it. The order is explained in docs/decisions/0002. */
  async #recorded(
    found: Found,
    procedure: Command | Stream,
    given: unknown,
    run: (input: unknown) => Promise<unknown>,
  ): Promise<unknown> {
    const identity = this.#identity();
    const { seat } = this.#options.caller;
    const at = Date.now();
    const who = nameOf(identity);
    let detail: Record<string, unknown> = {};
    let ran = false;
    let value: unknown;
    let failed: unknown = null;
    const emergency = procedure.kind === 'command' && procedure.emergency === true;
    let always = emergency;
    try {
      const input = validated(found, given, this.#limits);
      detail = pick(input, procedure.audit ?? []);
      this.#authorise(found);
      always ||= procedure.kind === 'command' && procedure.always?.(input) === true;
      if (this.#recorder.shut && !always) {
        await this.#recorder.reopen({ at, who, seat, action: found.action });
        this.#authorise(found);
      }
      ran = true;
      value = await run(input);
    } catch (error) {
      failed = error ?? new Error('nothing was thrown');
    }
    const fault = failed === null ? null : faultShape(failed);
    // Signing in: the person is known only now. What failed is nobody's, whoever came to this seat meanwhile.
    const came = failed === null && (identity === null || identity.locked) ? this.#identity() : null;
    const recording = this.#recorder.record({
      at,
      who: came === null ? who : nameOf(came),
      seat,
      action: found.action,
      detail: fault === null ? detail : { ...detail, why: fault.message.slice(0, whyLength) },
      result: fault?.code ?? 'ok',
    });
    const recorded = emergency || (await recording);
    if (failed !== null) throw failed;
    if (!recorded && ran && !always)
      throw new Fault('HISTORY_UNWRITABLE', 'It was done, but it could not be written to the history.', {
        details: { done: true },
      });
    return value;
  }

  async #stream(id: number, found: Found, input: unknown, entry: Running): Promise<void> {
    const { procedure } = found;
    let ended = false;
    if (procedure.kind === 'stream' && procedure.audit !== undefined)
      await trace('person', 'bridge', found.action, {}, () =>
        this.#recorded(found, procedure, input, (valid) =>
          measured(`bridge:${found.action}`, async () => {
            if (!(await this.#items(id, found, valid, entry))) throw leftEarly();
            ended = true;
          }),
        ),
      ).catch((error: unknown) => {
        // Nobody is there to be told.
        if (!entry.stopped || entry.fault !== null) throw error;
      });
    else ended = await this.#items(id, found, this.#admit(found, input), entry);
    if (ended) this.#send({ t: 'end', id });
  }

  /** Every item of a stream, until its source ends (true) or its reader leaves. */
  async #items(id: number, found: Found, input: unknown, entry: Running): Promise<boolean> {
    const items = found.handler(input, this.#caller(entry)) as AsyncIterable<unknown>;
    const iterator = items[Symbol.asyncIterator]();
    let done = false;
    try {
      while (!entry.stopped) {
        await entry.wanted();
        await this.#drained(entry);
        if (entry.stopped) break;
        const next = await entry.unlessStopped(iterator.next());
        if (next === null || entry.stopped) break;
        if (next.done === true) {
          done = true;
          return true;
        }
        entry.spend();
        const taken = performance.now();
        await this.#sendWhenDrained({ t: 'item', id, value: this.#checked(found, next.value) }, entry);
        recordSpan(`stream:${found.action}`, performance.now() - taken, false);
      }
      if (entry.fault !== null) throw entry.fault;
      return false;
    } finally {
      // Not awaited: a source that does not end must not hold what others wait for. Its complaint is nobody's answer.
      if (!done) void Promise.resolve(iterator.return?.()).catch(() => undefined);
    }
  }

  /** Validate, authorise: what comes before every run. */
  #admit(found: Found, input: unknown): unknown {
    const valid = validated(found, input, this.#limits);
    this.#authorise(found);
    return valid;
  }
  #authorise({ procedure }: Found): void {
    const fault = refusal(procedure, this.#identity());
    if (fault !== null) throw fault;
    if (originOf(procedure) !== 'person') return;
    try {
      this.#options.identities.touch(this.#options.caller.seat);
    } catch (error) {
      // Accounts out of order are no reason to hold back what is allowed, the stop least of all.
      this.#options.onMistake?.('accounts.touch', error);
    }
  }
  async #run(found: Found, input: unknown, entry: Running): Promise<unknown> {
    return this.#checked(
      found,
      await measured(`bridge:${found.action}`, () => found.handler(input, this.#caller(entry))),
    );
  }
  #caller({ signal }: Running): Call {
    const identity = this.#identity();
    return { seat: this.#options.caller.seat, identity, who: nameOf(identity), signal };
  }
  #identity(): Identity | null {
    return identify(this.#options.identities, this.#options.caller.seat);
  }
  #checked({ procedure }: Found, output: unknown): unknown {
    return this.#options.checkOutput === true ? procedure.output.parse(output) : output;
  }

  /** Resolves when the window has taken most of what was sent, or is gone, or the stream is stopped. */
  async #drained(entry?: Running): Promise<void> {
    while (this.#crowded(entry)) await new Promise((resolve) => setTimeout(resolve, drainCheckMs));
  }
  /** Looks and sends without a gap between the two, or many answers would find the same room. */
  async #sendWhenDrained(frame: FromConsole, entry?: Running): Promise<void> {
    while (this.#crowded(entry)) await new Promise((resolve) => setTimeout(resolve, drainCheckMs));
    if (entry?.stopped !== true) this.#send(frame);
  }
  #crowded(entry?: Running): boolean {
    return (
      this.#options.wire.buffered > this.#limits.bufferedBytes && !this.#closed && entry?.stopped !== true
    );
  }
  #fail(id: number, error: unknown): void {
    this.#send({ t: 'fail', id, fault: faultShape(error) });
  }
  #send(frame: FromConsole): void {
    const { wire } = this.#options;
    if (this.#closed) return;
    // Faults do not wait for the window to read: one that never reads and never stops asking is let go.
    if (wire.buffered > this.#limits.stuckBytes) wire.close('the window does not read');
    else wire.send(frame);
  }
}

/** Who it was, for the records. Whoever stands before a locked screen need not be the person it names. */
function nameOf(identity: Identity | null): string {
  if (identity === null) return nobody;
  return identity.locked ? `${identity.name} (locked)` : identity.name;
}

/** Who is behind a call: a person, or a window that asks by itself again and again. */
function originOf(procedure: Procedure): Origin {
  const byHand = procedure.kind === 'query' ? procedure.automatic !== true : procedure.audit !== undefined;
  return byHand ? 'person' : 'console';
}

/** The fields that may be recorded. */
function pick(input: unknown, fields: readonly string[]): Record<string, unknown> {
  const source = input as Record<string, unknown>;
  return Object.fromEntries(
    fields.filter((field) => Object.hasOwn(source, field)).map((field) => [field, source[field]]),
  );
}

/**
 * Serves a contract to one window: the one place that every call passes. Look up, validate, authorise, run, record,
 * answer. When the wire closes, everything that runs for this window is told to stop.
 */
export function serveWire<C extends Contract>(options: ServeOptions<C>): { close(why?: string): void } {
  new Served(options);
  return { close: (why = 'the console ends') => options.wire.close(why) };
}
