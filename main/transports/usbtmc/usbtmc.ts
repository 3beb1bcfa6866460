import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { attend } from './attend.ts';
import type { Tags } from './header.ts';
import { beginLink, type UsbtmcLink } from './link.ts';
import { closedFault } from './link-faults.ts';
import type { UsbPipe } from './pipe.ts';
import { type Quirks, quirksOf } from './quirks.ts';
import { usualTiming, type UsbtmcTiming } from './timing.ts';
import { openWebUsb } from './webusb.ts';

/** What a test may put in the place of the real thing. */
export interface UsbtmcOptions {
  readonly connect?: (address: UsbAddress) => Promise<UsbPipe>;
  readonly timing?: UsbtmcTiming;
  readonly tags?: Tags;
}

/** How often a device is looked for after a reset, and how long is waited in between, ms. */
const returns = 10;
const returnMs = 200;

/** Interfaces of this process that are being given back, by device. */
const leaving = new Map<string, Promise<void>>();

/** Devices that may still hold an answer for a link that has ended. */
const owing = new Set<string>();

/** A USBTMC instrument: each reply is asked for, and the device marks its end. */
export class UsbtmcTransport implements Transport {
  readonly framing = 'message';
  readonly #address: UsbAddress;
  readonly #options: UsbtmcOptions;
  readonly #closed = new Set<(why: string) => void>();
  readonly #service = new Set<(statusByte: number | null) => void>();
  #state: Transport['state'] = 'closed';
  #link: UsbtmcLink | null = null;
  #attempt: AbortController | null = null;

  constructor(address: UsbAddress, options: UsbtmcOptions = {}) {
    this.#address = address;
    this.#options = options;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    if (signal.aborted) throw abortFault(signal);
    const attempt = new AbortController();
    this.#state = 'opening';
    this.#attempt = attempt;
    const making = this.#make(attempt.signal);
    try {
      const link = await attend(making, [signal, attempt.signal]);
      if (link.over) throw closedFault();
      this.#link = link;
      this.#state = 'open';
    } catch (error) {
      this.#state = 'closed';
      attempt.abort();
      // What comes too late is given back.
      void making.then(
        (late) => this.#leave(late),
        () => undefined,
      );
      throw error;
    } finally {
      this.#attempt = null;
    }
  }

  async #make(attempt: AbortSignal): Promise<UsbtmcLink> {
    const quirks = quirksOf(this.#address.vendorId, this.#address.productId);
    // The link before this one may still be giving the interface back.
    await leaving.get(this.#place);
    let pipe = await this.#connect();
    if (quirks.resetOnOpen) pipe = await this.#again(pipe, attempt);
    const link = await this.#begin(pipe, quirks);
    if (owing.has(this.#place)) await this.#settle(link);
    return link;
  }

  async #begin(pipe: UsbPipe, quirks: Quirks): Promise<UsbtmcLink> {
    const { timing = usualTiming, tags } = this.#options;
    try {
      let made: UsbtmcLink | null = null;
      const link = await beginLink({
        pipe,
        quirks,
        timing,
        ...(tags === undefined ? {} : { tags }),
        lost: (why) => {
          if (made !== null) this.#lost(made, why);
        },
        service: (statusByte) => {
          for (const listener of this.#service) listener(statusByte);
        },
      });
      made = link;
      return link;
    } catch (error) {
      await pipe.close();
      throw error;
    }
  }

  /** An answer to a question of the link before must not be given to this one. Rejects when that cannot be ruled out. */
  async #settle(link: UsbtmcLink): Promise<void> {
    try {
      await link.clear(new AbortController().signal);
      owing.delete(this.#place);
    } catch (error) {
      await this.#leave(link);
      throw error;
    }
  }

  #connect(): Promise<UsbPipe> {
    const { connect = (address: UsbAddress) => openWebUsb(address) } = this.#options;
    return connect(this.#address);
  }

  /** Resets the device and connects anew; it may be away for a moment. */
  async #again(pipe: UsbPipe, attempt: AbortSignal): Promise<UsbPipe> {
    await pipe.reset().catch(() => undefined);
    await pipe.close();
    for (let tries = 1; ; tries++) {
      try {
        return await this.#connect();
      } catch (error) {
        if (tries === returns || attempt.aborted) throw error;
        await sleep(returnMs);
      }
    }
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#open.write(bytes, signal);
  }

  writeNow(bytes: Uint8Array): void {
    this.#open.writeNow(bytes);
  }

  async read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    return this.#open.read(signal);
  }

  /** What is under way is broken off in the device, which is then given back: a new link finds it ready. */
  abort(): Promise<void> {
    return this.close();
  }

  async clear(signal: AbortSignal): Promise<boolean> {
    return this.#open.clear(signal);
  }

  async statusByte(signal: AbortSignal): Promise<number | null> {
    return this.#open.statusByte(signal);
  }

  async trigger(signal: AbortSignal): Promise<boolean> {
    return this.#open.trigger(signal);
  }

  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    return this.#open.remote(lockout, signal);
  }

  async local(signal: AbortSignal): Promise<boolean> {
    return this.#open.local(signal);
  }

  async close(): Promise<void> {
    this.#attempt?.abort(new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.'));
    const link = this.#link;
    this.#link = null;
    this.#state = 'closed';
    if (link !== null) await this.#leave(link);
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#closed.add(listener);
    return () => this.#closed.delete(listener);
  }

  onServiceRequest(listener: (statusByte: number | null) => void): () => void {
    this.#service.add(listener);
    return () => this.#service.delete(listener);
  }

  get #place(): string {
    const { vendorId, productId, serial } = this.#address;
    return `${vendorId}:${productId}/${serial ?? ''}`;
  }

  async #leave(link: UsbtmcLink): Promise<void> {
    const left = link.end();
    leaving.set(this.#place, left);
    await left;
    if (link.owed) owing.add(this.#place);
    if (leaving.get(this.#place) === left) leaving.delete(this.#place);
  }

  get #open(): UsbtmcLink {
    if (this.#link === null) throw closedFault();
    return this.#link;
  }

  #lost(link: UsbtmcLink, why: string): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#state = 'closed';
    void this.#leave(link);
    for (const listener of this.#closed) listener(why);
  }
}
