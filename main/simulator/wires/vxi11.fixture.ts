import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import type { SimulatedOptions } from '#main/simulator/simulated.ts';
import { openVxi11, type Vxi11Options } from './vxi11.ts';
import { record, RecordReader } from './vxi11-records.ts';
import { callMessage } from './vxi11-rpc.ts';
import { xdr, xdrOpaque, XdrReader } from './vxi11-xdr.ts';

/** What a server answered to a call. `state`: accept state; `denied` where it was not even accepted. */
export interface Answered {
  readonly state: number | 'denied';
  readonly results: XdrReader;
}

/** A bare connection to an RPC server. */
export interface RpcClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  send(bytes: Buffer): void;
  /** The next record, whole. Rejects when the connection ends first. */
  reply(): Promise<Buffer>;
  call(program: number, version: number, procedure: number, args?: Buffer): Promise<Answered>;
}

export async function rpcClient(port: number, host = '127.0.0.1'): Promise<RpcClient> {
  const socket = connect({ port, host, noDelay: true });
  onTestFinished(() => void socket.destroy());
  const reader = new RecordReader(1_000_000);
  const waiting: { resolve: (reply: Buffer) => void; reject: (error: Error) => void }[] = [];
  const replies: Buffer[] = [];
  let isOver = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    reader.add(bytes);
    for (let reply = reader.take(); reply !== null; reply = reader.take()) {
      const next = waiting.shift();
      if (next === undefined) replies.push(reply);
      else next.resolve(reply);
    }
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(() => {
    isOver = true;
    for (const { reject } of waiting.splice(0)) reject(new Error('the connection ended'));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('not connected')));
  });
  let xid = 0;
  const reply = (): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const ready = replies.shift();
      if (ready !== undefined) resolve(ready);
      else if (isOver) reject(new Error('the connection ended'));
      else waiting.push({ resolve, reject });
    });
  const send = (bytes: Buffer): void => {
    socket.write(bytes);
  };
  return {
    socket,
    closed,
    send,
    reply,
    async call(program, version, procedure, args = Buffer.alloc(0)) {
      const mine = ++xid;
      send(record(callMessage(mine, program, version, procedure, args)));
      const results = new XdrReader(await reply());
      const said = results.unsigned();
      if (said !== mine) throw new Error(`a reply to ${said}, not to ${mine}`);
      results.unsigned();
      if (results.unsigned() !== 0) return { state: 'denied', results };
      results.unsigned();
      results.opaque(400);
      return { state: results.unsigned(), results };
    },
  };
}

export const coreNumber = 0x06_07_af;
export const flags = { waitLock: 1, end: 8, terminator: 0x80 } as const;

/** A link to a device, and what can be asked of it. Timeouts are in ms. */
export class Vxi11Client {
  readonly rpc: RpcClient;
  readonly id: number;
  readonly abortPort: number;
  readonly maxRecvSize: number;

  constructor(rpc: RpcClient, id: number, abortPort: number, maxRecvSize: number) {
    this.rpc = rpc;
    this.id = id;
    this.abortPort = abortPort;
    this.maxRecvSize = maxRecvSize;
  }

  async core(procedure: number, args?: Buffer): Promise<XdrReader> {
    const { state, results } = await this.rpc.call(coreNumber, 1, procedure, args);
    if (state !== 0) throw new Error(`accept state ${state}`);
    return results;
  }

  async write(text: string | Buffer, how: number = flags.end, ms = 5000, lockMs = 0): Promise<number[]> {
    const data = Buffer.from(text as string, 'latin1');
    const results = await this.core(11, Buffer.concat([xdr(this.id, ms, lockMs, how), xdrOpaque(data)]));
    return [results.signed(), results.unsigned()];
  }

  async read(
    max = 1000,
    { how = 0, ms = 5000, lockMs = 0, character = 0 } = {},
  ): Promise<{ error: number; reason: number; text: string }> {
    const results = await this.core(12, xdr(this.id, max, ms, lockMs, how, character));
    return { error: results.signed(), reason: results.signed(), text: results.string(1_000_000) };
  }

  async ask(text: string): Promise<string> {
    await this.write(text);
    return (await this.read()).text;
  }

  /** Procedures 13 to 17: the error, and the status byte of the first. */
  async generic(procedure: number, how = 0, lockMs = 0, ms = 5000): Promise<number[]> {
    const results = await this.core(procedure, xdr(this.id, how, lockMs, ms));
    return procedure === 13 ? [results.signed(), results.unsigned()] : [results.signed()];
  }

  async error(procedure: number, args: Buffer): Promise<number> {
    return (await this.core(procedure, args)).signed();
  }

  lock = (how = 0, lockMs = 0): Promise<number> => this.error(18, xdr(this.id, how, lockMs));
  unlock = (): Promise<number> => this.error(19, xdr(this.id));
  destroy = (): Promise<number> => this.error(23, xdr(this.id));

  /** device_abort, on its own channel. */
  async abort(id: number = this.id): Promise<number> {
    const rpc = await rpcClient(this.abortPort);
    const { results } = await rpc.call(0x06_07_b0, 1, 1, xdr(id));
    return results.signed();
  }
}

const createArgs = (device: string, lockDevice: boolean, lockMs: number): Buffer =>
  Buffer.concat([xdr(1, lockDevice ? 1 : 0, lockMs), xdrOpaque(Buffer.from(device, 'latin1'))]);

/** create_link on a connection. The error where there is no link. */
export async function link(
  rpc: RpcClient,
  device = 'inst0',
  lockDevice = false,
  lockMs = 0,
): Promise<Vxi11Client | number> {
  const { results } = await rpc.call(coreNumber, 1, 10, createArgs(device, lockDevice, lockMs));
  const [error, id] = [results.signed(), results.signed()];
  return error === 0 ? new Vxi11Client(rpc, id, results.unsigned(), results.unsigned()) : error;
}

/** A simulated meter on VXI-11, without a portmapper. */
export async function startVxi11(options: SimulatedOptions = {}, wireOptions: Vxi11Options = {}) {
  const wire = await openVxi11({ portmap: false, ...wireOptions });
  onTestFinished(() => wire.close());
  const meter = await startSimulatedMeter({ ...options, wires: [wire] });
  onTestFinished(() => meter.close());
  /** Another link on a connection of its own. */
  const client = async (): Promise<Vxi11Client> => {
    const made = await link(await rpcClient(wire.port));
    if (typeof made === 'number') throw new Error(`error ${made}`);
    return made;
  };
  return { wire, meter, client };
}
