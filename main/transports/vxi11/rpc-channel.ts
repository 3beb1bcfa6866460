import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { malformed } from './errors.ts';
import { encodeCallRecord, readReply, type RpcProgram } from './rpc-call.ts';
import { type RecordLimits, RecordReader } from './rpc-record.ts';
import type { XdrReader, XdrValue } from './xdr.ts';

/** A call that was sent and has no reply yet. */
interface Pending {
  readonly procedure: number;
  /** `performance.now()`, ms. */
  readonly sentAt: number;
  readonly resolve: (results: XdrReader) => void;
  readonly reject: (fault: unknown) => void;
  timer: NodeJS.Timeout;
}

/**
 * Remote procedure calls over one connection. A reply is given to its own call and to no other: one to a call that is not
 * waited for any more, or was never made, is dropped. A call without a reply in time ends the connection.
 */
export class RpcChannel {
  readonly #socket: Socket;
  readonly #program: RpcProgram;
  readonly #ended: (why: Fault) => void;
  readonly #pending = new Map<number, Pending>();
  #waiting: (() => void)[] = [];
  #xid = randomInt(2 ** 32);
  #failure: Fault | null = null;

  /** `ended` is called once, when the connection ends by itself or a call goes wrong; not by `close`. */
  constructor(socket: Socket, program: RpcProgram, limits: RecordLimits, ended: (why: Fault) => void) {
    this.#socket = socket;
    this.#program = program;
    this.#ended = ended;
    const reader = new RecordReader(limits, (record) => this.#reply(record));
    let why = 'The instrument closed the connection.';
    socket.on('data', (bytes: Buffer) => {
      // Stays attached while the other side closes: what comes then belongs to nobody.
      if (this.#failure !== null) return;
      try {
        reader.push(bytes);
      } catch (error) {
        this.fail(error instanceof Fault ? error : malformed('a reply cannot be read'));
      }
    });
    socket.on('error', (error: Error) => {
      why = `The connection broke: ${error.message}.`;
    });
    const end = (): void => this.fail(new Fault('INSTRUMENT_CLOSED', why));
    socket.on('end', end);
    socket.on('close', end);
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** The oldest call without a reply. */
  get running(): { readonly procedure: number; readonly sentAt: number } | null {
    return this.#pending.values().next().value ?? null;
  }

  /** True when the operating system has taken every byte so far. */
  get flushed(): boolean {
    return this.#socket.writableLength === 0;
  }

  /** One call, when those before it are answered. `unless` is asked at its turn: the fault that it gives is the result. */
  call(
    procedure: number,
    args: readonly XdrValue[],
    deadlineMs: number,
    unless?: () => Fault | null,
  ): Promise<XdrReader> {
    if (this.#pending.size === 0 && this.#waiting.length === 0)
      return this.callNow(procedure, args, deadlineMs);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        const why = unless?.() ?? null;
        if (why !== null) reject(why);
        else this.callNow(procedure, args, deadlineMs).then(resolve, reject);
      });
    });
  }

  /** One call at once, behind those that are not answered yet. Its bytes are written in this very tick. */
  callNow(procedure: number, args: readonly XdrValue[], deadlineMs: number): Promise<XdrReader> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const xid = this.#xid;
    this.#xid = (xid + 1) >>> 0;
    return new Promise((resolve, reject) => {
      this.#pending.set(xid, {
        procedure,
        sentAt: performance.now(),
        resolve,
        reject,
        timer: setTimeout(() => this.#late(deadlineMs), deadlineMs),
      });
      this.#socket.write(encodeCallRecord(xid, this.#program, procedure, args));
    });
  }

  /** The oldest call has to be answered within this time, ms, or the connection is ended. */
  hurry(deadlineMs: number): void {
    for (const oldest of this.#pending.values()) {
      clearTimeout(oldest.timer);
      oldest.timer = setTimeout(() => this.#late(deadlineMs), deadlineMs);
      return;
    }
  }

  #late(deadlineMs: number): void {
    this.fail(
      new Fault('INSTRUMENT_TIMEOUT', `The instrument did not answer a call within ${deadlineMs} ms.`),
    );
  }

  #reply(record: Buffer): void {
    const { xid, results } = readReply(record);
    const pending = this.#pending.get(xid);
    // A stale reply: its call was given up with the connection's knowledge, or by another program with our address.
    if (pending === undefined) return;
    this.#pending.delete(xid);
    clearTimeout(pending.timer);
    if (results instanceof Fault) pending.reject(results);
    else pending.resolve(results);
    while (this.#pending.size === 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }

  /** The connection is of no use any more: everybody who waits is told, and it is ended at once. */
  fail(why: Fault): void {
    if (this.#stop(why)) this.#ended(why);
  }

  /** Ends the connection at once, from our side. */
  destroy(why: Fault): void {
    this.#stop(why);
  }

  /** Ends it politely: FIN first, so that the instrument gives its place back; destroyed after `closeMs`. */
  close(why: Fault, closeMs: number): Promise<void> {
    const socket = this.#socket;
    this.#refuse(why);
    if (socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), closeMs);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.resume();
      socket.end();
    });
  }

  #stop(why: Fault): boolean {
    if (!this.#refuse(why)) return false;
    this.#socket.destroy();
    return true;
  }

  #refuse(why: Fault): boolean {
    if (this.#failure !== null) return false;
    this.#failure = why;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(why);
    }
    this.#pending.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const refused of waiting) refused();
    return true;
  }
}
