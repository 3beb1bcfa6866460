import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { abortFault } from '../inbox.ts';
import type { Transport } from '../transport.ts';
import { attend } from './attend.ts';
import { BulkIn } from './bulk-in.ts';
import { BulkOut } from './bulk-out.ts';
import { outMessage, Tags } from './header.ts';
import type { UsbPipe } from './pipe.ts';
import { quirksOf } from './quirks.ts';
import { Reader } from './reader.ts';
import { openWebUsb } from './webusb.ts';

/** A USBTMC instrument. */
export class UsbtmcTransport implements Transport {
  readonly framing = 'message';
  #state: Transport['state'] = 'closed';
  readonly #address: UsbAddress;
  readonly #connect: (address: UsbAddress) => Promise<UsbPipe>;
  readonly #listeners = new Set<(why: string) => void>();
  readonly #tags = new Tags();
  #life = new AbortController();
  #pipe: UsbPipe | null = null;
  #out: BulkOut | null = null;
  #reader: Reader | null = null;

  constructor(
    address: UsbAddress,
    connect: (address: UsbAddress) => Promise<UsbPipe> = (it) => openWebUsb(it),
  ) {
    this.#address = address;
    this.#connect = connect;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    if (signal.aborted) throw abortFault(signal);
    this.#state = 'opening';
    const connecting = this.#connect(this.#address);
    try {
      const pipe = await attend(connecting, [signal]);
      this.#life = new AbortController();
      this.#pipe = pipe;
      this.#out = new BulkOut(pipe);
      this.#reader = new Reader(new BulkIn(pipe), this.#out, this.#tags, quirksOf(0, 0));
      pipe.onGone(() => this.#lost('The instrument was unplugged.'));
      this.#state = 'open';
    } catch (error) {
      this.#state = 'closed';
      connecting.then(
        (late) => late.close(),
        () => undefined,
      );
      throw error;
    }
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#out === null) throw closedFault();
    await attend(this.#out.send(outMessage(this.#tags.next(), bytes, true)), [signal, this.#life.signal]);
  }

  writeNow(bytes: Uint8Array): void {
    if (this.#out === null) throw closedFault();
    void this.#out.send(outMessage(this.#tags.next(), bytes, true));
  }

  async read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    if (this.#reader === null) throw closedFault();
    return this.#reader.read(signal, this.#life.signal);
  }

  async abort(): Promise<void> {
    await this.close();
  }

  async clear(): Promise<boolean> {
    return false;
  }

  async statusByte(): Promise<number | null> {
    return null;
  }

  async trigger(): Promise<boolean> {
    return false;
  }

  async remote(): Promise<boolean> {
    return false;
  }

  async local(): Promise<boolean> {
    return false;
  }

  async close(): Promise<void> {
    const pipe = this.#pipe;
    this.#forget();
    await pipe?.close();
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(): void {
    this.#state = 'closed';
    this.#pipe = null;
    this.#out = null;
    this.#reader = null;
    this.#life.abort(closedFault());
  }

  #lost(why: string): void {
    const pipe = this.#pipe;
    if (pipe === null) return;
    this.#forget();
    void pipe.close();
    for (const listener of this.#listeners) listener(why);
  }
}

const closedFault = (): Fault => new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');
