import { connect, type Socket } from 'node:net';
import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';

/** One call as it came, its arguments as bytes. It shares nothing with the client: it is written from the standard alone. */
export interface ScriptCall {
  readonly xid: number;
  readonly program: number;
  readonly procedure: number;
  readonly args: Buffer;
  readonly socket: Socket;
  /** The whole record as it came, without its mark. */
  readonly record: Buffer;
  word(index: number): number;
  /** Accepts and answers. */
  reply(...results: (number | Buffer)[]): void;
}

/** What a test puts in place of the usual answer: true when it dealt with the call. */
type Override = (call: ScriptCall) => boolean | Promise<boolean>;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** Numbers as words, bytes as a length, themselves and their padding. */
export const xdr = (...values: (number | Buffer)[]): Buffer =>
  Buffer.concat(
    values.flatMap((value) =>
      typeof value === 'number'
        ? [u32(value)]
        : [u32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)],
    ),
  );

/** One record of one fragment. */
export const marked = (body: Buffer, last = true): Buffer =>
  Buffer.concat([u32((last ? 0x8000_0000 : 0) + body.length), body]);

/** A reply that was accepted, without a mark. */
export const acceptedReply = (xid: number, results: Buffer, status = 0): Buffer =>
  Buffer.concat([xdr(xid, 1, 0, 0, 0, status), results]);

/** Calls `take` with each call on a socket. */
function calls(socket: Socket, take: (call: ScriptCall) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= 4 + (rest.readUInt32BE(0) & 0x7fff_ffff)) {
      const end = 4 + (rest.readUInt32BE(0) & 0x7fff_ffff);
      const record = rest.subarray(4, end);
      rest = rest.subarray(end);
      const xid = record.readUInt32BE(0);
      const args = record.subarray(40);
      take({
        xid,
        record,
        program: record.readUInt32BE(12),
        procedure: record.readUInt32BE(20),
        args,
        socket,
        word: (index) => args.readUInt32BE(index * 4),
        reply: (...results) => socket.write(marked(acceptedReply(xid, xdr(...results)))),
      });
    }
  });
}

/** A VXI-11 server on 127.0.0.1 with one device, `inst0`, that does what a test says. Calls are dealt with one by one. */
export class ScriptedServer {
  /** Names of what came on the core channel, in order; a write with its text, a read as `read`. */
  readonly log: string[] = [];
  /** Flags of each write. */
  readonly flags: number[] = [];
  readonly lines: string[] = [];
  links = 0;
  aborts = 0;
  maxWrite = 4096;
  lid = 0;
  statusByte = 0x50;
  /** False: the address of the abort channel leads nowhere. */
  abortable = true;
  /** Accepts the interrupt channel. */
  interrupting = true;
  override: Override = () => false;
  overrideAbort: Override = () => false;
  handle: (line: string) => string | null | Promise<string | null> = (line) =>
    line === '*IDN?' ? 'LabLink,SCRIPT,1,1.0' : line.endsWith('?') ? `re ${line}` : null;
  srqHandle: Buffer = Buffer.alloc(0);
  #interrupt: Socket | null = null;
  #core: Loopback | null = null;
  #abort: Loopback | null = null;
  #input = '';
  #output: Promise<string | null>[] = [];
  #stop: (() => void) | null = null;
  #wake: (() => void) | null = null;
  #seen: (() => void)[] = [];

  async start(): Promise<this> {
    this.#abort = await loopback((socket) =>
      calls(socket, (call) => {
        this.aborts++;
        void this.#aborted(call);
      }),
    );
    this.#core = await loopback((socket) => {
      let turn = Promise.resolve();
      calls(socket, (call) => {
        this.#note(call);
        turn = turn.then(() => this.#serve(call));
      });
    });
    return this;
  }

  get port(): number {
    return this.#core?.port ?? 0;
  }
  get abortPort(): number {
    return this.abortable ? (this.#abort?.port ?? 0) : 0;
  }
  /** The newest core connection. */
  get socket(): Socket {
    const last = this.#core?.sockets.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }

  /** Ends the read that is running, as an abort does. */
  stopReading(): void {
    this.#stop?.();
  }

  /** The connection on which it asks for service. */
  get interrupt(): Socket {
    if (this.#interrupt === null) throw new Error('there is no interrupt channel');
    return this.#interrupt;
  }

  async stop(): Promise<void> {
    this.#stop?.();
    this.#interrupt?.destroy();
    await this.#core?.close();
    await this.#abort?.close();
  }

  /** Resolves when `log` holds this, `times` times. */
  async got(entry: string, times = 1): Promise<void> {
    while (this.log.filter((one) => one === entry).length < times)
      await new Promise<void>((resolve) => this.#seen.push(resolve));
  }

  #note(call: ScriptCall): void {
    this.log.push(
      call.procedure === 11 ? `write ${data(call)}` : (names[call.procedure] ?? `${call.procedure}`),
    );
    if (call.procedure === 11) this.flags.push(call.word(3));
    const seen = this.#seen;
    this.#seen = [];
    for (const resolve of seen) resolve();
  }

  async #aborted(call: ScriptCall): Promise<void> {
    if (await this.overrideAbort(call)) return;
    call.reply(0);
    this.#stop?.();
  }

  async #serve(call: ScriptCall): Promise<void> {
    if (await this.override(call)) return;
    switch (call.procedure) {
      case 10:
        this.links++;
        call.reply(0, this.lid, this.abortPort, this.maxWrite);
        return;
      case 11:
        this.#write(data(call), (call.word(3) & 8) !== 0);
        call.reply(0, call.word(4));
        return;
      case 12:
        await this.#read(call);
        return;
      case 13:
        call.reply(0, this.statusByte);
        return;
      case 15:
        this.#input = '';
        this.#output = [];
        call.reply(0);
        return;
      case 20:
        this.srqHandle = Buffer.from(call.args.subarray(12, 12 + call.word(2)));
        call.reply(0);
        return;
      case 25:
        await this.#callBack(call);
        return;
      default:
        call.reply(0);
    }
  }

  #write(text: string, end: boolean): void {
    this.#input += text;
    if (!end) return;
    const lines = this.#input.split('\n').filter((line) => line !== '');
    this.#input = '';
    for (const line of lines) {
      this.lines.push(line);
      const answer = this.handle(line);
      if (answer !== null) this.#output.push(Promise.resolve(answer));
    }
    this.#wake?.();
  }

  /** Waits for an answer as long as the call says, or until it is aborted. */
  async #read(call: ScriptCall): Promise<void> {
    const stopped = new Promise<'stopped'>((resolve) => {
      this.#stop = () => resolve('stopped');
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), call.word(2));
    });
    for (;;) {
      const woken = new Promise<'woken'>((resolve) => {
        this.#wake = () => resolve('woken');
      });
      const first = this.#output[0];
      const came = await Promise.race([stopped, late, first ?? woken]);
      if (came === 'woken' && first === undefined) continue;
      clearTimeout(timer);
      this.#stop = null;
      if (came === 'stopped') call.reply(23, 0, Buffer.alloc(0));
      else if (came === 'late') call.reply(15, 0, Buffer.alloc(0));
      else {
        this.#output = this.#output.slice(1);
        call.reply(0, 4, Buffer.from(`${came ?? ''}\n`, 'latin1'));
      }
      return;
    }
  }

  async #callBack(call: ScriptCall): Promise<void> {
    if (!this.interrupting) {
      call.reply(8);
      return;
    }
    const host = [24, 16, 8, 0].map((shift) => (call.word(0) >>> shift) & 0xff).join('.');
    const socket = connect({ host, port: call.word(1) });
    socket.on('error', () => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    this.#interrupt = socket;
    call.reply(0);
  }

  /** The instrument asks for service, under this handle. */
  serve(handle: Buffer = this.srqHandle, xid = 1): void {
    this.#interrupt?.write(marked(xdr(xid, 0, 2, 0x06_07_b1, 1, 30, 0, 0, 0, 0, handle)));
  }
}

/** The data of a write. */
const data = (call: ScriptCall): string => call.args.subarray(20, 20 + call.word(4)).toString('latin1');

const names: Readonly<Record<number, string>> = {
  10: 'create_link',
  12: 'read',
  13: 'readstb',
  14: 'trigger',
  15: 'clear',
  16: 'remote',
  17: 'local',
  20: 'enable_srq',
  23: 'destroy_link',
  25: 'create_intr_chan',
  26: 'destroy_intr_chan',
};
