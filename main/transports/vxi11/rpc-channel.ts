import { brokenWords } from '#main/transports/tcp-faults.ts';
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { openSocket } from '#main/transports/open-socket.ts';
import { DueTimer } from './due-timer.ts';
import { malformed } from './errors.ts';
import { encodeCallRecord, readReply, type RpcProgram } from './rpc-call.ts';
import { type RecordLimits, RecordReader } from './rpc-record.ts';
import type { XdrReader, XdrValue } from './xdr.ts';

/** A call that was sent and has no reply yet. */
interface Pending {
  readonly procedure: number;
  /** `performance.now()`, ms. */
  readonly sentAt: number;
  /** Has to be answered by then. */
  due: number;
  readonly take: (results: XdrReader) => void;
  readonly reject: (fault: unknown) => void;
}

/** A connection that is to be made, and what is spoken on it. */
export interface RpcPlace {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
  readonly program: RpcProgram;
  readonly limits: RecordLimits;
  /** Called once, when the connection ends by itself or a call goes wrong; not by `close` and `destroy`. */
  readonly ended: (why: Fault) => void;
}

/** Read at once at the most: as much as Node reads without being told. */
const readBytes = 1 << 16;

/**
 * Remote procedure calls over one connection. A reply is given to its own call and to no other: one to a call that is not
 * waited for any more, or was never made, is dropped. A call without a reply in time ends the connection.
 */
export class RpcChannel {
  readonly #socket: Socket;
  readonly #program: RpcProgram;
  readonly #ended: (why: Fault) => void;
  readonly #reader: RecordReader;
  readonly #pending = new Map<number, Pending>();
  readonly #timer = new DueTimer(
    () => this.#earliest(),
    () => this.#late(),
  );
  #waiting: (() => void)[] = [];
  #xid = randomInt(2 ** 32);
  #failure: Fault | null = null;

  /** Connects. Rejects with INSTRUMENT_UNREACHABLE, or with the signal's fault. */
  static async open(place: RpcPlace, signal: AbortSignal): Promise<RpcChannel> {
    const { host, port, connectMs, limits } = place;
    const made: { channel?: RpcChannel } = {};
    // Before the first call nothing is expected, so nothing is missed.
    const take = (bytes: Buffer): void => {
      if (made.channel !== undefined) made.channel.#take(bytes);
    };
    const size = Math.min(readBytes, limits.cap + 4);
    const socket = await openSocket({ host, port, connectMs }, signal, { bytes: size, take });
    made.channel = new RpcChannel(socket, place);
    return made.channel;
  }

  private constructor(socket: Socket, { program, limits, ended }: RpcPlace) {
    this.#socket = socket;
    this.#program = program;
    this.#ended = ended;
    this.#reader = new RecordReader(limits, (record) => this.#reply(record));
    let why = 'The instrument closed the connection.';
    socket.on('error', (error: Error) => {
      why = brokenWords(error);
    });
    const end = (): void => this.fail(new Fault('INSTRUMENT_CLOSED', why));
    socket.on('end', end);
    socket.on('close', end);
  }

  #take(bytes: Buffer): void {
    // While the other side closes, what comes belongs to nobody.
    if (this.#failure !== null) return;
    try {
      this.#reader.push(bytes);
    } catch (error) {
      this.fail(error instanceof Fault ? error : malformed('a reply cannot be read'));
    }
  }

  get socket(): Socket {
    return this.#socket;
  }

  get alive(): boolean {
    return this.#failure === null;
  }

  /** The oldest call without a reply. */
  get running(): { readonly procedure: number; readonly sentAt: number } | null {
    return this.#pending.values().next().value ?? null;
  }

  /** True when the operating system has taken every byte so far. */
  get flushed(): boolean {
    return this.#socket.writableLength === 0;
  }

  /**
   * One call, when those before it are answered. `decode` reads its results. `unless` is asked at its turn: the fault that
   * it gives is what comes of it.
   */
  call<T>(
    procedure: number,
    args: readonly XdrValue[],
    deadlineMs: number,
    decode: (results: XdrReader) => T,
    unless?: () => Fault | null,
  ): Promise<T> {
    if (this.#pending.size === 0 && this.#waiting.length === 0)
      return this.callNow(procedure, args, deadlineMs, decode);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        const why = unless?.() ?? null;
        if (why !== null) reject(why);
        else this.callNow(procedure, args, deadlineMs, decode).then(resolve, reject);
      });
    });
  }

  /** One call at once, behind those that are not answered yet. Its bytes are written in this very tick. */
  callNow<T>(
    procedure: number,
    args: readonly XdrValue[],
    deadlineMs: number,
    decode: (results: XdrReader) => T,
  ): Promise<T> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const xid = this.#xid;
    this.#xid = (xid + 1) >>> 0;
    return new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const due = sentAt + deadlineMs;
      const take = (results: XdrReader): void => resolve(decode(results));
      this.#pending.set(xid, { procedure, sentAt, due, take, reject });
      this.#timer.expect(due);
      this.#socket.write(encodeCallRecord(xid, this.#program, procedure, args));
    });
  }

  /** The oldest call has to be answered within this time, ms, or the connection is ended. */
  hurry(deadlineMs: number): void {
    for (const oldest of this.#pending.values()) {
      oldest.due = Math.min(oldest.due, performance.now() + deadlineMs);
      this.#timer.expect(oldest.due);
      return;
    }
  }

  #earliest(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { due } of this.#pending.values()) earliest = Math.min(earliest, due);
    return earliest;
  }

  #late(): void {
    const [oldest] = this.#pending.values();
    const waited = Math.round(performance.now() - (oldest?.sentAt ?? 0));
    this.fail(new Fault('INSTRUMENT_TIMEOUT', `The instrument did not answer a call within ${waited} ms.`));
  }

  #reply(record: Buffer): void {
    const { xid, results } = readReply(record);
    const pending = this.#pending.get(xid);
    // A stale reply: its call was given up with the connection's knowledge, or by another program with our address.
    if (pending === undefined) return;
    this.#pending.delete(xid);
    if (results instanceof Fault) pending.reject(results);
    else
      try {
        pending.take(results);
      } catch (error) {
        pending.reject(error);
      }
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
    this.#timer.stop();
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const refused of waiting) refused();
    return true;
  }
}
