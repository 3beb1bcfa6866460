import type { Socket } from 'node:net';
import type { Faults } from './faults.ts';
import { floodBytes, spoiled, unsolicitedLine } from './spoiled-answer.ts';

/** Longest program message in bytes, its terminator not counted. */
export const inputBufferBytes = 4096;

/** What a flood is made of: the same bytes again and again, so it costs no memory. */
const floodChunk = Buffer.from('0123456789'.repeat(6500), 'latin1');

/** What a link needs of the instrument behind it. */
export interface Served {
  run(message: string): string | null;
  /** A message was longer than the input buffer; it was dropped up to its terminator. */
  overrun(): void;
}

/**
 * One client of an instrument: its own input buffer and its own answers, in order. It reads no further while a message
 * runs or while the client does not take its answers, so its memory stays bounded. A raw socket has no talk and listen
 * addressing, so an answer is on its way before the next message is read: -410 and -420 cannot arise here.
 */
export class ServerLink {
  readonly #socket: Socket;
  readonly #served: Served;
  readonly #faults: Faults;
  #input: Buffer = Buffer.alloc(0);
  #dropping = false;
  #busy = false;
  #timer: NodeJS.Timeout | null = null;
  #held: string | null = null;
  /** Bytes of a flood that have not been written yet. */
  #flooding = 0;
  #unsolicited: NodeJS.Timeout | null = null;
  readonly #stopListening: () => void;

  constructor(socket: Socket, served: Served, faults: Faults) {
    this.#socket = socket;
    this.#served = served;
    this.#faults = faults;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('drain', () => this.#next());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#end());
    this.#stopListening = faults.onChange(() => this.#speak());
    this.#speak();
  }

  #receive(chunk: Buffer): void {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    this.#next();
  }

  /** Runs what is complete, for as long as nothing makes it wait. */
  #next(): void {
    this.#pour();
    while (
      !this.#busy &&
      this.#flooding === 0 &&
      !this.#socket.destroyed &&
      !this.#socket.writableNeedDrain
    ) {
      const message = this.#take();
      if (message === null) {
        this.#socket.resume();
        return;
      }
      const { slowMs } = this.#faults;
      if (slowMs <= 0) this.#run(message);
      else {
        this.#busy = true;
        this.#timer = setTimeout(() => {
          this.#busy = false;
          this.#run(message);
          this.#next();
        }, slowMs);
      }
    }
    this.#socket.pause();
  }

  /** The next whole message without its terminator, or null when there is none. Messages too long are dropped. */
  #take(): string | null {
    for (;;) {
      const end = this.#input.indexOf(0x0a);
      if (end === -1) {
        if (this.#input.length > inputBufferBytes) this.#drop(this.#input.length);
        return null;
      }
      if (this.#dropping || end > inputBufferBytes) {
        this.#drop(end + 1);
        this.#dropping = false;
        continue;
      }
      const message = this.#input.toString('latin1', 0, end);
      this.#input = this.#input.subarray(end + 1);
      return message;
    }
  }

  #drop(bytes: number): void {
    if (!this.#dropping) this.#served.overrun();
    this.#dropping = true;
    this.#input = this.#input.subarray(bytes);
  }

  #run(message: string): void {
    const answer = this.#served.run(message);
    this.#answer(answer);
    this.#faults.count();
  }

  #answer(given: string | null): void {
    const { silent, closing, stale, flood } = this.#faults;
    let answer = given;
    if (closing) {
      this.#socket.destroy();
      return;
    }
    if (silent || answer === null) return;
    if (stale) [answer, this.#held] = [this.#held, answer];
    if (answer === null) return;
    if (flood) {
      this.#flooding = floodBytes;
      this.#pour();
    } else this.#socket.write(spoiled(answer, this.#faults), 'latin1');
  }

  /** Writes as much of a flood as the client takes. */
  #pour(): void {
    while (this.#flooding > 0 && !this.#socket.destroyed && !this.#socket.writableNeedDrain) {
      const chunk = floodChunk.subarray(0, this.#flooding);
      this.#flooding -= chunk.length;
      this.#socket.write(chunk);
    }
  }

  /** Says what nobody asked for, as often as it is set now. A client that does not read is spared. */
  #speak(): void {
    if (this.#unsolicited !== null) clearInterval(this.#unsolicited);
    const { unsolicitedMs } = this.#faults;
    this.#unsolicited =
      unsolicitedMs <= 0
        ? null
        : setInterval(() => {
            if (this.#flooding === 0 && !this.#socket.writableNeedDrain) this.#socket.write(unsolicitedLine);
          }, unsolicitedMs);
  }

  #end(): void {
    this.#stopListening();
    if (this.#unsolicited !== null) clearInterval(this.#unsolicited);
    this.#flooding = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#input = Buffer.alloc(0);
  }
}
