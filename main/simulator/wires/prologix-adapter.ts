import type { Duplex } from 'node:stream';
import type { Device } from './device.ts';
import { AdapterCommands } from './prologix-commands.ts';
import { type Line, LineReader } from './prologix-lines.ts';
import { AdapterOutput } from './prologix-output.ts';
import { terminators } from './prologix-settings.ts';
import type { AdapterState, ReadEnd } from './prologix-state.ts';

/** Lines that wait before no more are read. */
const manyLines = 64;
/** What is taken from an instrument at once. Bytes. */
const pieceBytes = 4096;

/** One client of an adapter: one thing after the other, and what comes meanwhile waits. */
export class AdapterLink {
  readonly #state: AdapterState;
  readonly #stream: Duplex;
  readonly #output: AdapterOutput;
  readonly #commands: AdapterCommands;
  readonly #lines: Line[] = [];
  readonly #over = new AbortController();
  #working = false;
  /** A message has begun, and its first part has gone out. */
  #listening: Device | null = null;
  #last = 0;

  /** `ends`: a restart of the adapter ends the connection. */
  constructor(stream: Duplex, state: AdapterState, ends: boolean) {
    this.#state = state;
    this.#stream = stream;
    this.#output = new AdapterOutput(stream, state.faults, this.#over.signal);
    this.#commands = new AdapterCommands(state, {
      say: (text) => this.#output.say(Buffer.from(`${text}\r\n`, 'latin1')),
      read: (end) => this.#read(end),
      quiet: () => this.#output.quiet(state.settings.read_tmo_ms),
      end: () => {
        if (ends) stream.end();
      },
    });
    const reader = new LineReader((line) => this.#lines.push(line));
    stream.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      void this.#work();
    });
    stream.on('error', () => stream.destroy());
    stream.on('close', () => this.#over.abort());
  }

  async #work(): Promise<void> {
    if (this.#lines.length > manyLines) this.#stream.pause();
    if (this.#working) return;
    this.#working = true;
    for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
      if (this.#over.signal.aborted) break;
      await (line.kind === 'command' ? this.#commands.run(line.text) : this.#send(line));
      if (this.#lines.length <= manyLines) this.#stream.resume();
    }
    this.#working = false;
  }

  /** Bytes for the instrument that is addressed. Where nobody is, they are lost. */
  async #send({ bytes, ended }: Extract<Line, { kind: 'data' }>): Promise<void> {
    const { settings, bus, flavour } = this.#state;
    if (settings.mode !== 1) return;
    const device = this.#listening ?? bus.listens(settings.addr);
    this.#listening = ended ? null : device;
    this.#last = bytes.at(-1) ?? this.#last;
    const eos = ended ? Buffer.from(terminators[settings.eos] ?? '', 'latin1') : Buffer.alloc(0);
    if (device !== null && (await device.whenRoom(settings.read_tmo_ms, this.#over.signal)))
      device.write(Buffer.concat([bytes, eos]), ended && settings.eoi === 1);
    if (!ended) return;
    const asks = this.#last === 0x3f;
    if (settings.auto === 1 || (flavour === 'ar488' && settings.auto === 2 && asks)) await this.#read('eoi');
  }

  /** Makes the instrument talk, and hands on what it says. The timeout counts from byte to byte. source: manual, 9 (read) */
  async #read(end: ReadEnd): Promise<void> {
    const { settings, bus, flavour } = this.#state;
    const device = bus.at(settings.addr);
    const { signal } = this.#over;
    if (device === null) {
      await this.#output.quiet(settings.read_tmo_ms);
      return;
    }
    let said = false;
    while (!signal.aborted) {
      const reply = device.read(pieceBytes, typeof end === 'number' ? end : null);
      if (reply === null) {
        if (await device.whenReply(settings.read_tmo_ms, signal)) continue;
        break;
      }
      said = true;
      const eot = reply.end && settings.eot_enable === 1 ? [Buffer.from([settings.eot_char])] : [];
      await this.#output.send(Buffer.concat([reply.bytes, ...eot]));
      if ((end === 'eoi' && reply.end) || (typeof end === 'number' && reply.terminator)) break;
    }
    // source: pymeasure issue 954
    if (said && flavour === 'ar488') await this.#output.send(Buffer.from([0]));
  }
}
