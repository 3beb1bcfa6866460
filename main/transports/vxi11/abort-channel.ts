import { Fault } from '#shared/faults.ts';
import { corePrograms, deviceAbort } from './core.ts';
import { dial } from './dial.ts';
import { RpcChannel } from './rpc-channel.ts';
import type { XdrReader } from './xdr.ts';

/** Bytes of the longest reply on it, with room. */
const replyCap = 1024;
/** An abort that is not answered within this time was not heard, ms. */
const answerMs = 5_000;
/** Aborts that may wait for their answers. */
const mostWaiting = 16;

/** The second connection to an instrument, on which a running call of the first one is ended. */
export class AbortChannel {
  readonly #channel: RpcChannel;
  readonly #lid: number;
  #usable = true;
  #waiting = 0;

  private constructor(channel: RpcChannel, lid: number) {
    this.#channel = channel;
    this.#lid = lid;
  }

  /** Rejects with INSTRUMENT_UNREACHABLE where nobody listens. */
  static async open(
    host: string,
    port: number,
    lid: number,
    connectMs: number,
    signal: AbortSignal,
  ): Promise<AbortChannel> {
    const socket = await dial(host, port, connectMs, signal);
    const made: { channel?: AbortChannel } = {};
    // The link lives on without it: its reads are shorter then.
    const channel = new RpcChannel(socket, corePrograms.abort, { cap: replyCap }, () => {
      if (made.channel !== undefined) made.channel.#usable = false;
    });
    made.channel = new AbortChannel(channel, lid);
    return made.channel;
  }

  /** False once it has ended, or the instrument has said that it cannot abort. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Tells the instrument, in this very tick, to end what it is doing for this link. */
  send(): void {
    if (!this.#usable || this.#waiting >= mostWaiting) return;
    this.#waiting++;
    this.#channel.callNow(deviceAbort, [this.#lid], answerMs).then(
      (results) => this.#answered(results),
      () => {
        // It counts as an abort that did nothing.
        this.#usable = false;
      },
    );
  }

  #answered(results: XdrReader): void {
    this.#waiting--;
    if (results.left < 4 || results.i32() !== 0) this.#usable = false;
  }

  close(): void {
    this.#usable = false;
    this.#channel.destroy(new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.'));
  }
}
