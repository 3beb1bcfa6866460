import { Fault } from '#shared/faults.ts';
import { corePrograms, deviceAbort, readError } from './core.ts';
import { RpcChannel } from './rpc-channel.ts';

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
    const made: { channel?: AbortChannel } = {};
    const channel = await RpcChannel.open(
      {
        host,
        port,
        connectMs,
        program: corePrograms.abort,
        limits: { cap: replyCap },
        // The link lives on without it: its reads are shorter then.
        ended: () => {
          if (made.channel !== undefined) made.channel.#usable = false;
        },
      },
      signal,
    );
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
    this.#channel.callNow(deviceAbort, [this.#lid], answerMs, readError).then(
      (error) => this.#answered(error),
      () => {
        // It counts as an abort that did nothing.
        this.#usable = false;
      },
    );
  }

  #answered(error: number): void {
    this.#waiting--;
    if (error !== 0) this.#usable = false;
  }

  close(): void {
    this.#usable = false;
    this.#channel.destroy(new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.'));
  }
}
