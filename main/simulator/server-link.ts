import type { Duplex } from 'node:stream';
import type { Faults } from './faults.ts';
import { floodBytes, floodChunk, unsolicitedLine } from './spoiled-answer.ts';
import { Answers } from './wires/answers.ts';
import { InputBuffer } from './wires/input-buffer.ts';

/** What a link needs of the instrument behind it. */
export interface Served {
  run(message: string): string | null;
  /** A message was longer than the input buffer; it was dropped up to its terminator. */
  overrun(): void;
}

/**
 * One client of an instrument on a wire without END, a socket or a serial line: its own input buffer and its own answers,
 * in order. It reads no further while a message
 * runs or while the client does not take its answers, so its memory stays bounded. Such a wire has no talk and listen
 * addressing, so an answer is on its way before the next message is read: -410 and -420 cannot arise here.
 */
export class ServerLink {
  readonly #wire: Duplex;
  readonly #faults: Faults;
  readonly #input: InputBuffer;
  readonly #answers: Answers;
  #busy = false;
  #timer: NodeJS.Timeout | null = null;
  /** Bytes of a flood that have not been written yet. */
  #flooding = 0;
  #unsolicited: NodeJS.Timeout | null = null;
  readonly #stopListening: () => void;

  constructor(wire: Duplex, served: Served, faults: Faults) {
    this.#wire = wire;
    this.#faults = faults;
    this.#input = new InputBuffer(() => served.overrun());
    this.#answers = new Answers((message) => served.run(message), faults);
    wire.on('data', (chunk: Buffer) => this.#receive(chunk));
    wire.on('drain', () => this.#next());
    wire.on('error', () => wire.destroy());
    wire.on('close', () => this.#end());
    this.#stopListening = faults.onChange(() => this.#speak());
    this.#speak();
  }

  #receive(chunk: Buffer): void {
    this.#input.add(chunk);
    this.#next();
  }

  /** Runs what is complete, for as long as nothing makes it wait. */
  #next(): void {
    this.#pour();
    while (!this.#busy && this.#flooding === 0 && !this.#wire.destroyed && !this.#wire.writableNeedDrain) {
      const message = this.#input.take();
      if (message === null) {
        this.#wire.resume();
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
    this.#wire.pause();
  }

  #run(message: string): void {
    const answer = this.#answers.to(message);
    if (answer.kind === 'closing') this.#wire.destroy();
    else if (answer.kind === 'text') this.#wire.write(answer.bytes);
    else if (answer.kind === 'flood') {
      this.#flooding = floodBytes;
      this.#pour();
    }
  }

  /** Writes as much of a flood as the client takes. */
  #pour(): void {
    while (this.#flooding > 0 && !this.#wire.destroyed && !this.#wire.writableNeedDrain) {
      const chunk = floodChunk.subarray(0, this.#flooding);
      this.#flooding -= chunk.length;
      this.#wire.write(chunk);
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
            if (this.#flooding === 0 && !this.#wire.writableNeedDrain) this.#wire.write(unsolicitedLine);
          }, unsolicitedMs);
  }

  #end(): void {
    this.#stopListening();
    if (this.#unsolicited !== null) clearInterval(this.#unsolicited);
    this.#flooding = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#input.clear();
  }
}
