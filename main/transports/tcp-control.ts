import { Fault } from '#shared/faults.ts';
import { abortFault, within } from './inbox.ts';
import type { Transport } from './transport.ts';

/** Makes a fresh, closed connection to a port of the instrument. */
type Dial = (port: number) => Transport;

/** Whose raw sockets have a control port. source: "SCPI socket services" in the manuals of E4360, EDU33210, EDU36311A. */
export const hasControlPort = (vendor: string): boolean => /keysight|agilent/i.test(vendor);

/** What a line of an answer may have, bytes. */
const longest = 256;

/**
 * The connection beside the data of a Keysight instrument: device clear goes out by it, and requests for service come in.
 * Its port is another one each time, and the instrument says which when it is asked on a data connection.
 */
export class ControlPort {
  readonly #link: Transport;
  readonly #life = new AbortController();
  #cleared: PromiseWithResolvers<void> | null = null;
  #service: (statusByte: number) => void = () => undefined;

  private constructor(link: Transport) {
    this.#link = link;
    link.onClosed((why) => this.#end(new Fault('INSTRUMENT_CLOSED', why)));
    void this.#listen();
  }

  /**
   * Asks for the port on a data connection of its own, so that the one in use is not touched, and connects to it. Null
   * where the instrument has none. Rejects with INSTRUMENT_UNREACHABLE or INSTRUMENT_CLOSED, or the signal's fault.
   */
  static async open(dial: Dial, dataPort: number, signal: AbortSignal): Promise<ControlPort | null> {
    const port = await askPort(dial(dataPort), signal);
    if (port === null) return null;
    const link = dial(port);
    await link.open(signal);
    return new ControlPort(link);
  }

  get over(): boolean {
    return this.#life.signal.aborted;
  }

  onService(listener: (statusByte: number) => void): void {
    this.#service = listener;
  }

  /** Device clear; resolves when the instrument says that it is done. Rejects with INSTRUMENT_CLOSED, or the signal's fault. */
  async clear(signal: AbortSignal): Promise<void> {
    this.#cleared ??= Promise.withResolvers();
    const cleared = this.#cleared.promise;
    cleared.catch(() => undefined);
    await this.#link.write(Buffer.from('DCL\n'), signal);
    await within(cleared, signal);
  }

  async close(): Promise<void> {
    this.#end(new Fault('INSTRUMENT_CLOSED', 'The control connection was closed.'));
    await this.#link.close();
  }

  async #listen(): Promise<void> {
    try {
      for await (const line of linesOf(this.#link, this.#life.signal)) {
        const status = /^SRQ\s+[+]?(\d{1,3})$/.exec(line)?.[1];
        if (status !== undefined && Number(status) < 256) this.#service(Number(status));
        if (line !== 'DCL') continue;
        this.#cleared?.resolve();
        this.#cleared = null;
      }
    } catch (error) {
      if (this.over) return;
      this.#end(
        error instanceof Fault
          ? error
          : new Fault('INTERNAL', 'The control connection failed.', { cause: error }),
      );
      await this.#link.abort();
    }
  }

  #end(why: Fault): void {
    this.#life.abort(why);
    this.#cleared?.reject(why);
  }
}

/**
 * The number of the control port; null where it is not known to the instrument. The question behind it is always answered,
 * so nobody waits for an answer that does not come, and it takes the error away that an unknown header leaves.
 */
async function askPort(data: Transport, signal: AbortSignal): Promise<number | null> {
  await data.open(signal);
  try {
    await data.write(Buffer.from('SYST:COMM:TCP:CONT?\nSYST:ERR?\n'), signal);
    let port: number | null = null;
    for await (const line of linesOf(data, signal)) {
      if (line.includes(',')) return port;
      if (/^\+?\d{1,5}$/.test(line) && Number(line) > 0 && Number(line) < 65_536) port = Number(line);
    }
    throw abortFault(signal);
  } finally {
    await data.close();
  }
}

/** What comes, a line at a time, for as long as the connection is there. One that is too long is cut. */
async function* linesOf(link: Transport, signal: AbortSignal): AsyncGenerator<string> {
  let rest = '';
  for (;;) {
    const { bytes } = await link.read(signal);
    const lines = (rest + Buffer.from(bytes).toString('latin1')).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(0, longest);
    for (const line of lines) if (line.trim() !== '') yield line.trim();
  }
}
