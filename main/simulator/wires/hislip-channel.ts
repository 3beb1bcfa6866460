import type { Socket } from 'node:net';
import { encodeMessage, fatalCodes, type Header, type Message, messageTypes } from './hislip-message.ts';
import { MessageReader } from './hislip-reader.ts';

/** Who takes what comes on a channel. */
export interface ChannelOwner {
  /** The longest payload that is taken of it. Bytes. */
  cap(header: Header): number;
  message(message: Message): void;
  /** Its payload was longer than that, and is lost. */
  tooLarge(header: Header): void;
  /** Everything that came in one piece has been given. */
  idle?(): void;
  /** The connection takes more again. */
  drain?(): void;
  /** Gone, or about to go: nothing more comes. Called once. */
  ended(): void;
}

/** How long the other side has to take a fatal error before the connection is cut. ms. */
const lingerMs = 1000;

/** One of the two connections of a HiSLIP client. */
export class Channel {
  readonly #socket: Socket;
  readonly #reader: MessageReader;
  #over = false;
  /** Whoever takes the messages now. */
  owner: ChannelOwner;

  constructor(socket: Socket, owner: ChannelOwner) {
    this.#socket = socket;
    this.owner = owner;
    this.#reader = new MessageReader({
      cap: (header) => this.owner.cap(header),
      message: (message) => this.owner.message(message),
      tooLarge: (header) => this.owner.tooLarge(header),
      notAHeader: () => this.fatal(fatalCodes.poorHeader, 'Poorly formed message header'),
    });
    socket.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk);
      if (!this.#over) this.owner.idle?.();
    });
    socket.on('drain', () => {
      if (!this.#over) this.owner.drain?.();
    });
    socket.on('close', () => this.#end());
  }

  /** The client does not take what has been sent: hold back. */
  get isFull(): boolean {
    return this.#socket.writableNeedDrain;
  }

  /** Reads no further until told otherwise. */
  set paused(paused: boolean) {
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  send(type: number, control: number, parameter: number, payload: Buffer | string = ''): void {
    if (!this.#over) this.#socket.write(encodeMessage(type, control, parameter, payload));
  }

  error(code: number, text: string): void {
    this.send(messageTypes.error, code, 0, text);
  }

  /** Says why, and ends: this connection, and through its owner the other one. */
  fatal(code: number, text: string): void {
    if (this.#over) return;
    this.send(messageTypes.fatalError, code, 0, text);
    this.#reader.stop();
    this.#socket.end();
    // What still comes is taken and thrown away, else the connection is reset and the reason may be lost.
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), lingerMs);
    this.#socket.once('close', () => clearTimeout(timer));
    this.#end();
  }

  /** Cuts the connection; one that ends with a fatal error is left to do so. */
  destroy(): void {
    if (this.#over) return;
    this.#socket.destroy();
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#reader.stop();
    this.owner.ended();
  }
}
