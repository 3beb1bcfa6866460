import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';

export const version = 'Prologix GPIB-ETHERNET Controller version 01.06.06.00';

/**
 * An instrument on the bus: what it was told, and what it will say when it is made to talk. As IEEE 488.2 has it, a new
 * message interrupts an answer that was not read, and so does device clear. source: IEEE 488.2-1992, 6.3.1.8, 5.8.
 */
export class BusInstrument {
  readonly heard: Buffer[] = [];
  /** What it has to say, each with END behind it. */
  readonly output: Buffer[] = [];
  readonly orders: string[] = [];
  status = 0;
  handle: (message: string, self: BusInstrument) => void;
  #told = new EventEmitter();
  #messages = 0;

  constructor(handle: (message: string, self: BusInstrument) => void = () => undefined) {
    this.handle = handle;
  }

  listen(bytes: Buffer): void {
    this.heard.push(bytes);
    this.clear();
    this.handle(bytes.toString('latin1'), this);
    this.#told.emit('heard');
  }
  clear(): void {
    this.#messages++;
    this.output.splice(0);
  }
  /** What it has to say to the message that it was just told, after `ms`, unless it was interrupted. */
  later(text: string, ms: number): void {
    const message = this.#messages;
    setTimeout(() => {
      if (message === this.#messages) this.say(text);
    }, ms);
  }
  say(text: string | Buffer): void {
    this.output.push(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
    this.#told.emit('said');
  }
  /** Resolves when it has something to say, or after `ms`. */
  async talks(ms: number): Promise<Buffer | null> {
    if (this.output.length === 0)
      await once(this.#told, 'said', { signal: AbortSignal.timeout(ms) }).catch(() => undefined);
    return this.output.shift() ?? null;
  }
  /** Resolves when it has heard this. */
  async hears(text: string, times = 1): Promise<void> {
    while (this.heard.filter((each) => each.toString('latin1') === text).length < times)
      await once(this.#told, 'heard');
  }
}

/** What an adapter does otherwise than a good one. */
export interface Quirks {
  readonly version?: string;
  /** A NUL behind every answer of an instrument. */
  readonly strayNul?: boolean;
  /** A second client is let in and put out at once. */
  readonly oneClient?: boolean;
  /** What it says before anything else. */
  readonly banner?: string;
}

/** An adapter on a real socket, written from the manual: one thing after the other, as slowly as its bus. */
export class ScriptedAdapter {
  readonly instruments = new Map<string, BusInstrument>();
  /** Every line that came, as it came: commands, and data with its escapes. */
  readonly lines: string[] = [];
  connections = 0;
  /** Something else than usual for one command: true when it was done. */
  override: (line: string, socket: Socket) => boolean | Promise<boolean> = () => false;
  readonly #quirks: Quirks;
  #server: Loopback | null = null;
  #address = '0';
  #set = new Map<string, string>();
  #news = new EventEmitter();

  constructor(quirks: Quirks = {}) {
    this.#quirks = quirks;
  }

  static async start(quirks: Quirks = {}): Promise<ScriptedAdapter> {
    const made = new ScriptedAdapter(quirks);
    await made.listen();
    return made;
  }
  async listen(port = 0): Promise<void> {
    this.#server = await loopback((socket) => this.#serve(socket), { port });
  }
  get port(): number {
    return this.#server?.port ?? 0;
  }
  get socket(): Socket {
    const last = this.#server?.sockets.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }
  get open(): number {
    return (this.#server?.sockets ?? []).filter((socket) => !socket.destroyed).length;
  }
  async stop(): Promise<void> {
    await this.#server?.close();
  }
  instrument(place: string, handle?: BusInstrument['handle']): BusInstrument {
    const made = new BusInstrument(handle);
    this.instruments.set(place, made);
    return made;
  }
  /** The instrument at this place. */
  at(place: number): BusInstrument {
    const found = this.instruments.get(String(place));
    if (found === undefined) throw new Error(`no instrument at ${place}`);
    return found;
  }
  /** Resolves when this line has come, `times` times. */
  async got(line: string, times = 1): Promise<void> {
    while (this.lines.filter((each) => each === line).length < times) await once(this.#news, 'line');
  }

  #serve(socket: Socket): void {
    if (this.#quirks.oneClient && this.open > 1) {
      socket.end();
      return;
    }
    this.connections++;
    if (this.#quirks.banner !== undefined) socket.write(this.#quirks.banner);
    const lines: Buffer[] = [];
    let line: number[] = [];
    let escape = false;
    let running = false;
    const run = async (): Promise<void> => {
      if (running) return;
      running = true;
      for (let next = lines.shift(); next !== undefined; next = lines.shift()) await this.#line(next, socket);
      running = false;
    };
    socket.on('data', (data: Buffer) => {
      for (const byte of data) {
        if (!escape && (byte === 10 || byte === 13)) {
          if (line.length > 0) lines.push(Buffer.from(line));
          line = [];
          continue;
        }
        line.push(byte);
        escape = !escape && byte === 27;
      }
      void run();
    });
  }

  async #line(raw: Buffer, socket: Socket): Promise<void> {
    const text = raw.toString('latin1');
    this.lines.push(text);
    try {
      if (await this.override(text, socket)) return;
      if (text.startsWith('++')) await this.#command(text, socket);
      else this.instruments.get(this.#address)?.listen(plain(raw));
    } finally {
      this.#news.emit('line');
    }
  }

  async #command(text: string, socket: Socket): Promise<void> {
    const [name = '', ...values] = text.slice(2).split(' ');
    const value = values.join(' ');
    const there = this.instruments.get(this.#address);
    const say = (answer: string): void => void socket.write(`${answer}\r\n`);
    switch (name) {
      case 'ver':
        return say(this.#quirks.version ?? version);
      case 'addr':
        if (value === '') return say(this.#address);
        this.#address = value;
        return;
      case 'read': {
        const answer = await there?.talks(this.#timeout);
        if (there === undefined) await new Promise((resolve) => setTimeout(resolve, this.#timeout));
        if (!answer) return;
        const eot = this.#set.get('eot_enable') === '1' ? [Number(this.#set.get('eot_char') ?? 0)] : [];
        socket.write(Buffer.concat([answer, Buffer.from(eot)]));
        if (this.#quirks.strayNul) socket.write('\0');
        return;
      }
      case 'spoll': {
        const polled = this.instruments.get(value === '' ? this.#address : value);
        if (polled !== undefined) say(String(polled.status));
        return;
      }
      case 'clr':
        there?.clear();
        there?.orders.push(name);
        return;
      case 'trg':
      case 'loc':
      case 'llo':
        there?.orders.push(name);
        return;
      default:
        if (value === '') say(this.#set.get(name) ?? 'Unrecognized command');
        else this.#set.set(name, value);
    }
  }

  get #timeout(): number {
    return Number(this.#set.get('read_tmo_ms') ?? 500);
  }
}

/** Data as the instrument gets it. */
function plain(raw: Buffer): Buffer {
  const out: number[] = [];
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === 27) at++;
    out.push(raw[at] ?? 0);
  }
  return Buffer.from(out);
}
