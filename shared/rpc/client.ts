import type { Contract, Procedure } from '#shared/contract/declare.ts';
import { said } from '#shared/language/said.ts';
import { Fault, type FaultShape, faultFrom } from '#shared/faults.ts';
import type { CallOptions, Client, Timing } from './client-types.ts';
import type { AskTrace, FromConsole, FromWindow } from './frames.ts';
import type { Wire } from './wire.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(fault: Fault): void;
}
/** What one call or stream does with the frames that bear its id. */
interface Open {
  value?(value: unknown): void;
  item?(value: unknown): void;
  end?(): void;
  fail(fault: Fault): void;
}

const lost = (why: string): Fault => new Fault('CONNECTION_LOST', `The connection is gone: ${why}.`);
/** A fault of the console in the language of the window. */
const spoken = (fault: FaultShape): FaultShape => ({
  ...fault,
  message: said(fault.message),
  remedy: said(fault.remedy),
});
const cancelled = (): Fault => new Fault('CANCELLED', 'The call was given up.');

/** Frames out, frames in, by id. */
class Link {
  #next = 1;
  #closed: Fault | null = null;
  readonly #open = new Map<number, Open>();
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onMessage((message) => {
      // Something that is no frame belongs to no call.
      if (typeof message === 'object' && message !== null) this.#receive(message as FromConsole);
    });
    wire.onClose((why) => {
      this.#closed = lost(why);
      const open = [...this.#open.values()];
      this.#open.clear();
      for (const each of open) each.fail(this.#closed);
    });
  }
  #receive(frame: FromConsole): void {
    const open = this.#open.get(frame.id);
    // Given up meanwhile: the answer was on its way.
    if (open === undefined) return;
    if (frame.t === 'item') return open.item?.(frame.value);
    this.#open.delete(frame.id);
    if (frame.t === 'value') open.value?.(frame.value);
    else if (frame.t === 'end') open.end?.();
    else open.fail(faultFrom(spoken(frame.fault)));
  }
  /** Begins a call; null when the wire is closed, and then `open` has failed already. */
  ask(
    domain: string,
    method: string,
    input: unknown,
    open: Open,
    more: { readonly credit?: number; readonly trace?: AskTrace } = {},
  ): number | null {
    if (this.#closed !== null) {
      open.fail(this.#closed);
      return null;
    }
    const id = this.#next++;
    this.#open.set(id, open);
    this.send({ t: 'ask', id, domain, method, input, ...more });
    return id;
  }
  send(frame: FromWindow): void {
    this.#wire.send(frame);
  }
  /** Forgets a call and tells the console, if it is still running. */
  cancel(id: number | null): void {
    if (id !== null && this.#open.delete(id)) this.send({ t: 'cancel', id });
  }
}

function call(
  link: Link,
  domain: string,
  method: string,
  input: unknown,
  options?: CallOptions,
  timing?: Timing,
): Promise<unknown> {
  const signal = options?.signal;
  if (signal?.aborted === true) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const trace = timing?.asked(`${domain}.${method}`) ?? null;
    let id: number | null = null;
    const settled = (): void => {
      signal?.removeEventListener('abort', giveUp);
      if (trace !== null && id !== null) timing?.answered(id);
    };
    const open: Open = {
      value(value) {
        settled();
        resolve(value);
      },
      fail(fault) {
        settled();
        reject(fault);
      },
    };
    id = link.ask(domain, method, input, open, trace === null ? {} : { trace });
    function giveUp(): void {
      link.cancel(id);
      reject(cancelled());
    }
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

/** Not what the window asks again and again by itself; and nothing may come between a person and the stop. */
const isTimed = (procedure: Procedure): boolean =>
  procedure.kind === 'query'
    ? procedure.automatic !== true
    : procedure.kind === 'command' && procedure.emergency !== true;

/** Each `next` gives the console one credit, so that an item comes when it is wanted and not before. */
function open(
  link: Link,
  domain: string,
  method: string,
  input: unknown,
  options?: CallOptions,
): AsyncIterator<unknown, undefined> {
  const signal = options?.signal;
  const waiting: Waiting[] = [];
  let id: number | null = null;
  let state: 'new' | 'open' | 'ended' = 'new';
  let failed: Fault | null = null;
  const finish = (fault: Fault | null): void => {
    if (state === 'ended') return;
    state = 'ended';
    signal?.removeEventListener('abort', leave);
    // The fault belongs to the first who waits; if nobody does, to whoever asks next.
    const first = fault === null ? undefined : waiting.shift();
    if (fault !== null && first === undefined) failed = fault;
    first?.reject(fault!);
    for (const each of waiting.splice(0)) each.resolve({ done: true, value: undefined });
  };
  function leave(): void {
    link.cancel(id);
    finish(null);
  }
  const start = (): void => {
    state = 'open';
    signal?.addEventListener('abort', leave, { once: true });
    id = link.ask(
      domain,
      method,
      input,
      {
        item: (value) => waiting.shift()?.resolve({ done: false, value }),
        end: () => finish(null),
        fail: finish,
      },
      { credit: 1 },
    );
  };
  return {
    next() {
      if (signal?.aborted === true) leave();
      if (state === 'ended') {
        const fault = failed;
        failed = null;
        return fault === null ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(fault);
      }
      return new Promise((resolve, reject) => {
        waiting.push({ resolve: (result) => resolve(result as IteratorResult<unknown, undefined>), reject });
        if (state === 'new') start();
        else if (id !== null) link.send({ t: 'credit', id, more: 1 });
      });
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

/**
 * The typed client of a contract over one wire. When the wire closes, all that runs and all that is asked later fails with
 * CONNECTION_LOST. `timing`: of a window that tells when things happened in it.
 */
export function createClient<C extends Contract>(contract: C, wire: Wire, timing?: Timing): Client<C> {
  const link = new Link(wire);
  const domains = Object.entries(contract).map(([domain, methods]) => [
    domain,
    Object.fromEntries(
      Object.entries(methods).map(([method, procedure]) => [
        method,
        procedure.kind === 'stream'
          ? (input: unknown, options?: CallOptions) => ({
              [Symbol.asyncIterator]: () => open(link, domain, method, input, options),
            })
          : (input: unknown, options?: CallOptions) =>
              call(link, domain, method, input, options, isTimed(procedure) ? timing : undefined),
      ]),
    ),
  ]);
  return Object.fromEntries(domains) as Client<C>;
}
