import { randomBytes, randomInt } from 'node:crypto';
import type { Vxi11Address } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { AbortChannel } from './abort-channel.ts';
import {
  corePrograms,
  createLinkArgs,
  enableSrqArgs,
  interruptChannelArgs,
  procedures,
  readCreatedLink,
} from './core.ts';
import { dial } from './dial.ts';
import { deviceFault } from './errors.ts';
import { InterruptServer, ipv4, ipv4Number } from './interrupt-server.ts';
import { Link } from './link.ts';
import { getPort } from './portmap.ts';
import { RpcChannel } from './rpc-channel.ts';
import { untilAborted } from './signal.ts';
import type { XdrReader, XdrValue } from './xdr.ts';

/** A record may be as long as the longest reply that a session takes, and what stands around it. */
const recordCap = 64_000_000 + 1024;
/** Bytes of one write where the instrument names none, and the most that are sent at once. */
const fallbackWrite = 1024;
const mostWrite = 1 << 20;
const createMs = 5_000;
const abortConnectMs = 1_000;
const interruptMs = 1_000;

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

/** Instruments that hung when they were to call back, mostly because of a firewall before this PC. */
const silent = new Set<string>();
const mostSilent = 256;

/** Makes a link: core connection, link, abort channel, interrupt channel. Rejects with a Fault; then nothing is left open. */
export async function openLink(place: LinkPlace, events: LinkEvents, signal: AbortSignal): Promise<Link> {
  const { host, device } = place.address;
  const port = place.address.port ?? (await getPort(host, corePrograms.core, signal, place.portmapperPort));
  const name = `${host}:${port}/${device}`;
  for (;;) {
    const making = new Making(place, port, events, signal);
    try {
      return await making.make(!silent.has(name));
    } catch (error) {
      making.giveUp();
      if (signal.aborted || !making.hung) throw error;
      if (silent.size >= mostSilent) silent.clear();
      silent.add(name);
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
  #made = false;
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
    const { address, connectMs } = this.#place;
    const signal = this.#signal;
    const socket = await dial(address.host, this.#port, connectMs, signal);
    const core = new RpcChannel(socket, corePrograms.core, { cap: recordCap }, (why) => this.#ended(why));
    this.#core = core;
    const created = readCreatedLink(
      await this.#call(procedures.createLink, createLinkArgs(randomInt(2 ** 31), address.device), createMs),
    );
    if (created.error !== 0) throw deviceFault(created.error, address.host);
    const { lid, abortPort } = created;
    this.#abort = await this.#openAbort(abortPort, lid);
    if (withInterrupts) await this.#openInterrupts(lid);
    const maxWrite = created.maxWrite === 0 ? fallbackWrite : Math.min(created.maxWrite, mostWrite);
    this.#link = new Link({ core, lid, maxWrite, abort: this.#abort, interrupts: this.#interrupts });
    this.#made = true;
    return this.#link;
  }

  #ended(why: Fault): void {
    this.#link?.ended();
    if (this.#made) this.#events.ended(why);
  }

  giveUp(): void {
    this.#abort?.close();
    this.#interrupts?.close();
    this.#core?.destroy(new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.'));
  }

  #call(procedure: number, args: readonly XdrValue[], deadlineMs: number): Promise<XdrReader> {
    if (this.#core === null) return Promise.reject(new Fault('INTERNAL', 'The link is not connected.'));
    return untilAborted(this.#core.call(procedure, args, deadlineMs), this.#signal, () => this.giveUp());
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

  /** The instrument may refuse it: then it cannot ask for service, and everything else works. */
  async #openInterrupts(lid: number): Promise<void> {
    const socket = this.#core?.socket;
    const [local, remote] = [ipv4(socket?.localAddress), ipv4(socket?.remoteAddress)];
    if (local === null || remote === null) return;
    const handle = randomBytes(8);
    let server: InterruptServer;
    try {
      server = await InterruptServer.listen(local, remote, (given) => {
        if (given.equals(handle)) this.#events.service();
      });
    } catch {
      // This PC has no port to give.
      return;
    }
    this.#interrupts = server;
    const error = await this.#interruptCalls(lid, server.port, handle);
    if (error === 0) return;
    server.close();
    this.#interrupts = null;
  }

  async #interruptCalls(lid: number, port: number, handle: Buffer): Promise<number> {
    const host = ipv4Number(ipv4(this.#core?.socket.localAddress) ?? '');
    try {
      const made = await this.#call(
        procedures.createInterruptChannel,
        interruptChannelArgs(host, port),
        interruptMs,
      );
      const error = made.i32();
      if (error !== 0) return error;
      return (await this.#call(procedures.enableSrq, enableSrqArgs(lid, true, handle), interruptMs)).i32();
    } catch (error) {
      // Some do not even know the procedure, which is a refusal like any other.
      if (error instanceof Fault && error.code === 'INSTRUMENT_REPLY') return -1;
      this.#hung = true;
      throw error;
    }
  }
}
