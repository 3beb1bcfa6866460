import type { Vxi11Address } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { AbortWatch } from './abort-watch.ts';
import { procedures, readError, readStatusByte } from './core.ts';
import { deviceErrors, deviceFault } from './errors.ts';
import type { Link } from './link.ts';
import { openLink } from './open-link.ts';
import type { XdrReader } from './xdr.ts';

/** How patient a link is. Times in ms. */
export interface Vxi11Options {
  /** From the first SYN to the open link; 5,000 when left out. */
  readonly connectMs?: number;
  /** For giving the link back; 300 when left out. Then the connection is ended. */
  readonly closeMs?: number;
  /** Where the portmapper listens; 111 when left out. */
  readonly portmapperPort?: number;
}

/**
 * A link to an instrument over VXI-11. One call at a time is on the core connection, except for an emergency message,
 * which goes behind the call that is running. source: VXI-11 rev. 1.0 (VXIbus TCP/IP Instrument Protocol).
 */
export class Vxi11Transport implements Transport {
  readonly framing = 'message';
  #state: Transport['state'] = 'closed';
  #link: Link | null = null;
  #opening: AbortController | null = null;
  readonly #reads = new AbortWatch();
  readonly #writes = new AbortWatch();
  readonly #listeners = new Set<(why: string) => void>();
  readonly #service = new Set<(statusByte: number | null) => void>();
  readonly #address: Vxi11Address;
  readonly #options: Vxi11Options;

  constructor(address: Vxi11Address, options: Vxi11Options = {}) {
    this.#address = address;
    this.#options = options;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    const { connectMs = 5_000, portmapperPort } = this.#options;
    const { host } = this.#address;
    const opening = new AbortController();
    this.#opening = opening;
    this.#state = 'opening';
    const late = new Fault('INSTRUMENT_UNREACHABLE', `${host} did not answer within ${connectMs} ms.`, {
      details: { host, connectMs },
    });
    const timer = setTimeout(() => opening.abort(late), connectMs);
    try {
      this.#link = await openLink(
        { address: this.#address, portmapperPort, connectMs },
        { ended: (why) => this.#ended(why), service: () => void this.#serve() },
        AbortSignal.any([signal, opening.signal]),
      );
      this.#state = 'open';
    } catch (error) {
      this.#state = 'closed';
      throw error;
    } finally {
      clearTimeout(timer);
      this.#opening = null;
    }
  }

  #ended(why: Fault): void {
    this.#link = null;
    this.#state = 'closed';
    // First whoever waits for a call learns of it, with the fault itself.
    setImmediate(() => {
      for (const listener of this.#listeners) listener(why.message);
    });
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const link = this.#link;
    if (link === null) return Promise.reject(closedFault());
    if (signal.aborted) return Promise.reject(abortFault(signal));
    // Half a message may be out: what follows on this link would be joined to it.
    return this.#writes.until(link.write(bytes, unless(signal)), signal, () => void this.abort());
  }

  writeNow(bytes: Uint8Array): void {
    if (this.#link === null) throw closedFault();
    this.#link.writeNow(bytes);
  }

  read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    const link = this.#link;
    if (link === null) return Promise.reject(closedFault());
    if (signal.aborted) return Promise.reject(abortFault(signal));
    return this.#reads.until(nextPart(link, signal), signal, () => link.stop(procedures.read));
  }

  async abort(): Promise<void> {
    this.#opening?.abort(closedFault());
    const link = this.#let();
    await link?.destroy(closedFault(), this.#options.closeMs ?? 300);
  }

  async clear(signal: AbortSignal): Promise<boolean> {
    return await this.#open().clear(signal);
  }

  async statusByte(signal: AbortSignal): Promise<number | null> {
    const done = await this.#open().generic(procedures.statusByte, readStatusByte, signal);
    return done?.statusByte ?? null;
  }

  trigger(signal: AbortSignal): Promise<boolean> {
    return this.#act(procedures.trigger, signal);
  }

  /** VXI-11 has remote, but no lockout. */
  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    return !lockout && (await this.#act(procedures.remote, signal));
  }

  local(signal: AbortSignal): Promise<boolean> {
    return this.#act(procedures.local, signal);
  }

  async #act(procedure: number, signal: AbortSignal): Promise<boolean> {
    return (await this.#open().generic(procedure, readDone, signal)) !== null;
  }

  async close(): Promise<void> {
    if (this.#state === 'opening') return this.abort();
    const link = this.#let();
    await link?.close(closedFault(), this.#options.closeMs ?? 300);
  }

  /** The link is nobody's any more. */
  #let(): Link | null {
    const link = this.#link;
    this.#link = null;
    if (link !== null) this.#state = 'closed';
    this.#reads.stop();
    this.#writes.stop();
    return link;
  }

  #open(): Link {
    if (this.#link === null) throw closedFault();
    return this.#link;
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onServiceRequest(listener: (statusByte: number | null) => void): () => void {
    this.#service.add(listener);
    return () => this.#service.delete(listener);
  }

  /** Reading the status byte also lets the instrument ask again. source: IEEE 488.2-1992, 11.2.2 (RQS). */
  async #serve(): Promise<void> {
    let statusByte: number | null = null;
    try {
      statusByte = await this.statusByte(never);
    } catch (error) {
      // The link has ended, or the instrument cannot say: that it asked is still told.
      if (this.#link === null || !(error instanceof Fault)) return;
    }
    for (const listener of this.#service) listener(statusByte);
  }
}

/** The next bytes of an answer: an instrument that has none yet is asked again and again. */
async function nextPart(link: Link, signal: AbortSignal) {
  for (;;) {
    const { error, end, bytes } = await link.read(unless(signal));
    // Whoever asked has been told already, and nobody may get what came.
    if (signal.aborted) throw abortFault(signal);
    if (error !== deviceErrors.none && error !== deviceErrors.ioTimeout) throw deviceFault(error);
    // Some instruments deliver what they had when the time was up.
    if (end || bytes.length > 0) return { bytes, end };
  }
}

const unless = (signal: AbortSignal) => (): Fault | null => (signal.aborted ? abortFault(signal) : null);
const readDone = (results: XdrReader) => ({ error: readError(results) });
const never = new AbortController().signal;
const closedFault = (): Fault => new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');
