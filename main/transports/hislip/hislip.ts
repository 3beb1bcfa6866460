import type { HislipAddress } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { deviceClear } from './device-clear.ts';
import { clearingFault, closedFault } from './errors.ts';
import { type Agreed, initialize } from './initialize.ts';
import { Link } from './link.ts';
import { type Lock, type LockInfo, lock, lockInfo, unlock } from './locks.ts';
import type { Part } from './replies.ts';
import { controlPanel, statusByte } from './status.ts';

/** Where a HiSLIP server is, and how patient to be. Times in ms, sizes in bytes. */
export interface HislipOptions extends Omit<HislipAddress, 'scheme'> {
  /** From the first SYN to the open connection, for each channel; 5,000 when left out. */
  readonly connectMs?: number;
  /** For each answer while the link is made; 5,000 when left out. */
  readonly answerMs?: number;
  /** Time that the other side has to close after we did; 300 when left out. */
  readonly closeMs?: number;
  /** The longest message, and all that may wait unread; 64,000,000 when left out. Told to the instrument. */
  readonly cap?: number;
}

/**
 * A HiSLIP link to an instrument: two TCP connections, both read all the time. The mode, synchronized or overlap, is the
 * instrument's choice. source: IVI-6.1 2.0 (IVI High-Speed LAN Instrument Protocol).
 */
export class HislipTransport implements Transport {
  readonly framing = 'message';
  #state: Transport['state'] = 'closed';
  #link: Link | null = null;
  #agreed: Agreed | null = null;
  readonly #listeners = new Set<(why: string) => void>();
  readonly #service = new Set<(statusByte: number | null) => void>();
  readonly #options: HislipOptions;

  constructor(options: HislipOptions) {
    this.#options = options;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  /** What this link and the instrument agreed on; null while it is not open. */
  get agreed(): Agreed | null {
    return this.#agreed;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    if (signal.aborted) throw abortFault(signal);
    const { connectMs = 5_000, answerMs = 5_000, cap = 64_000_000 } = this.#options;
    const link: Link = new Link(cap, {
      serviced: (status) => this.#serviced(link, status),
      ended: (why, awaited) => this.#ended(link, why, awaited),
    });
    this.#state = 'opening';
    this.#link = link;
    try {
      const agreed = await initialize(link, { ...this.#options, connectMs, answerMs, cap }, signal);
      if (this.#link !== link)
        throw new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.');
      this.#agreed = agreed;
      this.#state = 'open';
    } catch (error) {
      if (this.#link === link) this.#forget();
      if (!link.over) link.give(closedFault());
      throw error;
    }
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return this.#send((link) => link.dataMessages(bytes), signal);
  }

  #send(messages: (link: Link) => Buffer, signal: AbortSignal): Promise<void> {
    const link = this.#open();
    if (link === null) return Promise.reject(closedFault());
    if (signal.aborted) return Promise.reject(abortFault(signal));
    return link.gate.pass(() => link.sendSync(messages(link), signal), signal);
  }

  writeNow(bytes: Uint8Array): void {
    const link = this.#open();
    if (link === null) throw closedFault();
    // The instrument throws away what comes in the middle of a device clear.
    if (link.gate.clearing) throw clearingFault();
    link.sendNow(link.dataMessages(bytes));
  }

  read(signal: AbortSignal): Promise<Part> {
    const link = this.#open();
    if (link === null) return Promise.reject(closedFault());
    const refusal = link.takeRefusal();
    return refusal === null ? link.replies.take(signal) : Promise.reject(refusal);
  }

  abort(): Promise<void> {
    const link = this.#forget();
    link?.give(closedFault());
    return Promise.resolve();
  }

  async clear(signal: AbortSignal): Promise<boolean> {
    const link = this.#need();
    if (link.gate.clearing) throw clearingFault();
    const overlap = await deviceClear(link, signal);
    if (this.#agreed !== null) this.#agreed = { ...this.#agreed, overlap };
    return true;
  }

  async statusByte(signal: AbortSignal): Promise<number | null> {
    return statusByte(this.#need(), signal);
  }

  async trigger(signal: AbortSignal): Promise<boolean> {
    await this.#send((link) => link.triggerMessage(), signal);
    return true;
  }

  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    return controlPanel(this.#need(), lockout ? 'lockout' : 'remote', signal);
  }

  async local(signal: AbortSignal): Promise<boolean> {
    return controlPanel(this.#need(), 'local', signal);
  }

  /**
   * Asks for a lock on the instrument: exclusive, or with a `key` shared with all who have the same key. Resolves with
   * false when somebody else still held it after `timeoutMs`. The session above does not use locks yet.
   */
  async lock(key: string | null, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    return lock(this.#need(), key, timeoutMs, signal);
  }

  /** Gives back the last lock; resolves with which it was. Rejects with INSTRUMENT_REPLY when there was none. */
  async unlock(signal: AbortSignal): Promise<Lock> {
    return unlock(this.#need(), signal);
  }

  /** Who holds locks on the instrument now. */
  async lockInfo(signal: AbortSignal): Promise<LockInfo> {
    return lockInfo(this.#need(), signal);
  }

  async close(): Promise<void> {
    const opening = this.#state === 'opening';
    const link = this.#forget();
    if (link === null) return;
    if (opening) link.give(closedFault());
    else await link.close(this.#options.closeMs ?? 300, closedFault());
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onServiceRequest(listener: (statusByte: number | null) => void): () => void {
    this.#service.add(listener);
    return () => this.#service.delete(listener);
  }

  #open(): Link | null {
    return this.#state === 'open' ? this.#link : null;
  }

  #need(): Link {
    const link = this.#open();
    if (link === null) throw closedFault();
    return link;
  }

  #forget(): Link | null {
    const link = this.#link;
    this.#link = null;
    this.#agreed = null;
    this.#state = 'closed';
    return link;
  }

  #serviced(link: Link, status: number): void {
    if (this.#link === link) for (const listener of this.#service) listener(status);
  }

  /** The link ended by itself, when it is still the one in use. While it is being opened, `open` tells. */
  #ended(link: Link, why: Fault, awaited: boolean): void {
    if (this.#link !== link || this.#state !== 'open') return;
    this.#forget();
    const tell = (): void => {
      for (const listener of this.#listeners) listener(why.message);
    };
    // Whoever waits for a reply learns it first, because only that is told the whole fault.
    if (awaited) setImmediate(tell);
    else tell();
  }
}
