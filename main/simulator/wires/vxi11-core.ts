import { Device } from './device.ts';
import { InterruptChannel } from './vxi11-interrupt.ts';
import { errors, flagBits, type ReadResult, Vxi11Link } from './vxi11-link.ts';
import type { DeviceLock } from './vxi11-lock.ts';
import type { Procedure, RpcProgram } from './vxi11-rpc.ts';
import type { RpcConnection } from './vxi11-rpc-server.ts';
import { type XdrReader, xdr, xdrOpaque } from './vxi11-xdr.ts';
import type { Attached } from './wire.ts';

/** source: VXI-11, B.6.1 (programs) */
export const core = { number: 0x06_07_af, version: 1 } as const;

/** A device behind the server, with its lock and all links to it. */
export interface Vxi11Device extends Attached {
  readonly lock: DeviceLock;
  readonly links: Set<Vxi11Link>;
}

/** What the connections of one server share. */
export interface Vxi11Shared {
  /** By logical name. */
  readonly devices: ReadonlyMap<string, Vxi11Device>;
  /** All links there are, by identifier: the abort channel finds them here. */
  readonly links: Map<number, Vxi11Link>;
  /** Port of the abort channel. */
  abortPort: number;
  /** Bytes that one device_write may carry. */
  readonly maxRecvSize: number;
  nextLink: number;
}

/** Longest logical name of a device that is read. */
const longestName = 256;
/** Most links of one server. */
const mostLinks = 64;
/** source: VXI-11, appendix C (device_enable_srq) */
const longestHandle = 40;
/** How long a client's interrupt port is tried. ms. */
const interruptMs = 2000;
/** Longest data of a call: what is longer than `maxRecvSize` is an error of the device, not of the call. */
const longestData = 16_384;

/** The core channel of one connection. Its links end with it. source: VXI-11, B.6 and appendix C */
export function coreProgram(shared: Vxi11Shared, connection: RpcConnection): RpcProgram {
  const channel = new CoreChannel(shared, connection);
  connection.onClosed(() => channel.close());
  return { ...core, procedures: channel.procedures };
}

class CoreChannel {
  readonly #shared: Vxi11Shared;
  readonly #connection: RpcConnection;
  readonly #links = new Map<number, Vxi11Link>();
  /** Waits for a lock, and has no identifier yet. */
  #connecting: Vxi11Link | null = null;
  #isClosed = false;
  /** What each link that may ask for service is told back. */
  readonly #handles = new Map<Vxi11Link, Buffer>();
  #interrupts: InterruptChannel | null = null;
  readonly procedures: ReadonlyMap<number, Procedure>;

  constructor(shared: Vxi11Shared, connection: RpcConnection) {
    this.#shared = shared;
    this.#connection = connection;
    this.procedures = new Map<number, Procedure>([
      [10, (args) => this.#createLink(args)],
      [11, (args) => this.#write(args)],
      [12, (args) => this.#read(args)],
      [13, (args) => this.#readStatus(args)],
      [14, (args) => this.#generic(args, ({ device }) => device.trigger())],
      [15, (args) => this.#generic(args, ({ device }) => device.clear())],
      [16, (args) => this.#generic(args, ({ device }) => device.remote())],
      [17, (args) => this.#generic(args, ({ device }) => device.local())],
      [18, (args) => this.#lock(args)],
      [19, (args) => this.#unlock(args)],
      [20, (args) => this.#enableService(args)],
      [22, (args) => this.#command(args)],
      [23, (args) => this.#destroyLink(args)],
      [25, (args) => this.#createInterrupts(args)],
      [26, () => this.#destroyInterrupts()],
    ]);
  }

  close(): void {
    this.#isClosed = true;
    this.#connecting?.abort();
    for (const [id, link] of this.#links) this.#end(id, link);
    this.#interrupts?.close();
  }

  async #createLink(args: XdrReader): Promise<Buffer> {
    args.signed();
    const [lockDevice, lockMs, name] = [args.boolean(), args.unsigned(), args.string(longestName)];
    const { devices, links, abortPort, maxRecvSize } = this.#shared;
    const refused = (error: number): Buffer => xdr(error, 0, 0, 0);
    const found = devices.get(name.toLowerCase());
    if (found === undefined || found.faults.refusing) return refused(errors.notAccessible);
    const { instrument, faults, lock } = found;
    const full = (found.oneClient || faults.oneClient) && found.links.size > 0;
    if (full || links.size >= mostLinks) return refused(errors.resources);
    const link = new Vxi11Link(new Device(instrument, faults), lock, () => this.#connection.destroy());
    if (lockDevice) {
      // Nobody knows the link yet: only the end of its connection ends the waiting.
      this.#connecting = link;
      const error = await link.acquire(flagBits.waitLock, lockMs);
      this.#connecting = null;
      if (error !== errors.none) {
        link.close();
        return refused(errors.locked);
      }
    }
    const id = this.#shared.nextLink++;
    this.#links.set(id, link);
    links.set(id, link);
    found.links.add(link);
    link.onClosed(() => found.links.delete(link));
    link.device.onClosing(link.cut);
    link.device.onServiceRequest(() => {
      const handle = this.#handles.get(link);
      if (handle !== undefined) this.#interrupts?.request(handle);
    });
    return xdr(errors.none, id, abortPort, maxRecvSize);
  }

  #destroyLink(args: XdrReader): Buffer {
    const id = args.signed();
    const link = this.#links.get(id);
    if (link === undefined) return xdr(errors.badLink);
    this.#end(id, link);
    return xdr(errors.none);
  }

  #end(id: number, link: Vxi11Link): void {
    this.#links.delete(id);
    this.#shared.links.delete(id);
    this.#handles.delete(link);
    link.close();
  }

  async #write(args: XdrReader): Promise<Buffer> {
    const link = this.#links.get(args.signed());
    const [ms, lockMs, flags] = [args.unsigned(), args.unsigned(), args.unsigned()];
    const data = args.opaque(longestData);
    if (link === undefined) return xdr(errors.badLink, 0);
    if (data.length > this.#shared.maxRecvSize) return xdr(errors.parameter, 0);
    // The record that the data is part of goes with the next one.
    const bytes = Buffer.from(data);
    let size = 0;
    const error = await link.exclusively(flags, lockMs, async (signal) => {
      const result = await link.write(bytes, (flags & flagBits.end) !== 0, ms, signal);
      if (result === errors.none) size = bytes.length;
      return result;
    });
    return xdr(error, size);
  }

  async #read(args: XdrReader): Promise<Buffer> {
    const link = this.#links.get(args.signed());
    const [max, ms, lockMs] = [args.unsigned(), args.unsigned(), args.unsigned()];
    const flags = args.unsigned();
    // A character takes a whole unit.
    const character = args.unsigned() & 0xff;
    let result: ReadResult = { error: errors.badLink, reason: 0, bytes: Buffer.alloc(0) };
    if (link === undefined) return xdr(result.error, 0, 0);
    const terminator = flags & flagBits.terminator ? character : null;
    const error = await link.exclusively(flags, lockMs, async (signal) => {
      result = await link.read(max, terminator, ms, signal);
      return result.error;
    });
    return Buffer.concat([xdr(error, result.reason), xdrOpaque(result.bytes)]);
  }

  async #readStatus(args: XdrReader): Promise<Buffer> {
    let byte = 0;
    const error = await this.#exclusively(args, ({ device }) => {
      byte = device.poll();
    });
    return xdr(error, byte);
  }

  async #generic(args: XdrReader, run: (link: Vxi11Link) => void): Promise<Buffer> {
    return xdr(await this.#exclusively(args, run));
  }

  /** Device_GenericParms: what is done at once needs no time for I/O. */
  async #exclusively(args: XdrReader, run: (link: Vxi11Link) => void): Promise<number> {
    const link = this.#links.get(args.signed());
    const [flags, lockMs] = [args.unsigned(), args.unsigned()];
    args.unsigned();
    if (link === undefined) return errors.badLink;
    return await link.exclusively(flags, lockMs, () => {
      run(link);
      return errors.none;
    });
  }

  async #lock(args: XdrReader): Promise<Buffer> {
    const link = this.#links.get(args.signed());
    const [flags, lockMs] = [args.unsigned(), args.unsigned()];
    return xdr(link === undefined ? errors.badLink : await link.acquire(flags, lockMs));
  }

  #unlock(args: XdrReader): Buffer {
    const link = this.#links.get(args.signed());
    if (link === undefined) return xdr(errors.badLink);
    return xdr(link.lock.release(link) ? errors.none : errors.notLocked);
  }

  #enableService(args: XdrReader): Buffer {
    const link = this.#links.get(args.signed());
    const enable = args.boolean();
    const handle = Buffer.from(args.opaque(longestHandle));
    if (link === undefined) return xdr(errors.badLink);
    if (enable) this.#handles.set(link, handle);
    else this.#handles.delete(link);
    return xdr(errors.none);
  }

  /** device_docmd belongs to gateways. */
  #command(args: XdrReader): Buffer {
    const known = this.#links.has(args.signed());
    return xdr(known ? errors.unsupported : errors.badLink, 0);
  }

  async #createInterrupts(args: XdrReader): Promise<Buffer> {
    const address = args.unsigned();
    const [port, program, version, family] = [
      args.unsigned(),
      args.unsigned(),
      args.unsigned(),
      args.unsigned(),
    ];
    const host = [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
    if (this.#interrupts !== null) return xdr(errors.channelExists);
    if (family !== 0) return xdr(errors.unsupported);
    // Nobody is made to connect anywhere else than back.
    if (host !== this.#connection.remoteAddress || port < 1 || port > 65_535) return xdr(errors.parameter);
    const channel = await InterruptChannel.open({ host, port, program, version }, interruptMs);
    if (channel === null) return xdr(errors.noChannel);
    if (this.#isClosed) channel.close();
    this.#interrupts = channel;
    return xdr(errors.none);
  }

  #destroyInterrupts(): Buffer {
    if (this.#interrupts === null) return xdr(errors.noChannel);
    this.#interrupts.close();
    this.#interrupts = null;
    return xdr(errors.none);
  }
}
