import { randomInt } from 'node:crypto';
import type { Vxi11Address } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { AbortChannel } from './abort-channel.ts';
import { corePrograms, createLinkArgs, procedures, readCreatedLink } from './core.ts';
import { deviceErrors, deviceFault } from './errors.ts';
import type { InterruptServer } from './interrupt-server.ts';
import { openInterrupts } from './interrupts.ts';
import { Link } from './link.ts';
import { getPort } from './portmap.ts';
import { RpcChannel } from './rpc-channel.ts';
import { untilAborted } from './signal.ts';

/** A record may be as long as the longest reply that a session takes, and what stands around it. */
const recordCap = 64_000_000 + 1024;
/** Bytes of one write where the instrument names none, and the most that are sent at once. */
const fallbackWrite = 1024;
const mostWrite = 1 << 20;
const createMs = 5_000;
const abortConnectMs = 1_000;

export interface LinkEvents {
  /** The link has ended by itself. */
  readonly ended: (why: Fault) => void;
  /** The instrument asks for service. */
  readonly service: () => void;
}

export interface LinkPlace {
  readonly address: Vxi11Address;
  readonly portmapperPort: number | undefined;
  readonly connectMs: number;
}

/** Instruments that hung when they were to call back, as `host:port/device`. */
const mute = new Set<string>();
const mostMute = 256;

/** Makes a link: core connection, link, abort channel, interrupt channel. Rejects with a Fault; then nothing is left open. */
export async function openLink(place: LinkPlace, events: LinkEvents, signal: AbortSignal): Promise<Link> {
  const { host, device } = place.address;
  const port = place.address.port ?? (await getPort(host, corePrograms.core, signal, place.portmapperPort));
  const name = `${host}:${port}/${device}`;
  for (;;) {
    const making = new Making(place, port, events, signal);
    try {
      return await making.make(!mute.has(name));
    } catch (error) {
      making.giveUp();
      if (signal.aborted || !making.hung || mute.has(name)) throw error;
      if (mute.size >= mostMute) mute.clear();
      mute.add(name);
    }
  }
}

/** One try. */
class Making {
  readonly #place: LinkPlace;
  readonly #port: number;
  readonly #events: LinkEvents;
  readonly #signal: AbortSignal;
  #core: RpcChannel | null = null;
  #abort: AbortChannel | null = null;
  #interrupts: InterruptServer | null = null;
  #link: Link | null = null;
  #hung = false;

  constructor(place: LinkPlace, port: number, events: LinkEvents, signal: AbortSignal) {
    this.#place = place;
    this.#port = port;
    this.#events = events;
    this.#signal = signal;
  }

  /** True when the instrument hung over the interrupt channel: without one it may go. */
  get hung(): boolean {
    return this.#hung;
  }

  async make(withInterrupts: boolean): Promise<Link> {
    const { host, device } = this.#place.address;
    const core = await this.#connect();
    this.#core = core;
    const args = createLinkArgs(randomInt(2 ** 31), device);
    const creating = core.call(procedures.createLink, args, createMs, readCreatedLink);
    const created = await untilAborted(creating, this.#signal, () => this.giveUp());
    if (created.error !== deviceErrors.none) throw deviceFault(created.error, host);
    const { lid, abortPort } = created;
    this.#abort = await this.#openAbort(abortPort, lid);
    if (withInterrupts) this.#interrupts = await this.#openInterrupts(core, lid);
    const maxWrite = created.maxWrite === 0 ? fallbackWrite : Math.min(created.maxWrite, mostWrite);
    this.#link = new Link({ core, lid, maxWrite, abort: this.#abort, interrupts: this.#interrupts });
    return this.#link;
  }

  #connect(): Promise<RpcChannel> {
    return RpcChannel.open(
      {
        host: this.#place.address.host,
        port: this.#port,
        connectMs: this.#place.connectMs,
        program: corePrograms.core,
        limits: { cap: recordCap },
        ended: (why) => {
          this.#link?.ended();
          if (this.#link !== null) this.#events.ended(why);
        },
      },
      this.#signal,
    );
  }

  /** Null where the instrument has none: then nothing can be ended from here, only waited for. */
  async #openAbort(port: number, lid: number): Promise<AbortChannel | null> {
    if (port === 0 || port > 65_535) return null;
    try {
      return await AbortChannel.open(this.#place.address.host, port, lid, abortConnectMs, this.#signal);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      return null;
    }
  }

  async #openInterrupts(core: RpcChannel, lid: number): Promise<InterruptServer | null> {
    try {
      return await openInterrupts(core, lid, this.#events.service, this.#signal);
    } catch (error) {
      this.#hung = true;
      throw error;
    }
  }

  /** Leaves nothing open. */
  giveUp(): void {
    this.#abort?.close();
    this.#interrupts?.close();
    this.#core?.destroy(new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.'));
  }
}
