import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';

/** A message as the server saw it. */
export interface Seen {
  readonly channel: 'sync' | 'async';
  readonly type: number;
  readonly control: number;
  readonly parameter: number;
  readonly payload: Buffer;
}

/** What a test wants to happen instead of the usual. Given the message; the usual is done when it says so. */
export type Handler = (peer: Peer, seen: Seen, usual: () => void) => void;

/** One message in bytes. Written from the specification, and of nothing that the console uses. */
export function message(
  type: number,
  control = 0,
  parameter = 0,
  payload: string | Uint8Array = '',
  length?: bigint,
) {
  const body = Buffer.from(payload as string, 'latin1');
  const bytes = Buffer.alloc(16);
  bytes.write('HS', 'latin1');
  bytes.writeUInt8(type, 2);
  bytes.writeUInt8(control, 3);
  bytes.writeUInt32BE(parameter, 4);
  bytes.writeBigUInt64BE(length ?? BigInt(body.length), 8);
  return Buffer.concat([bytes, body]);
}

/** One client of the scripted server. */
export class Peer {
  readonly seen: Seen[] = [];
  readonly sync: Socket;
  async: Socket | null = null;
  readonly sessionId: number;
  /** Of the last message on the synchronous channel. */
  lastId = 0;
  status = 0;
  readonly #events = new EventEmitter();
  #text = '';

  constructor(sync: Socket, sessionId: number) {
    this.sync = sync;
    this.sessionId = sessionId;
  }

  take(seen: Seen): void {
    this.seen.push(seen);
    this.#events.emit('seen');
  }

  say(channel: 'sync' | 'async', bytes: Uint8Array): void {
    (channel === 'sync' ? this.sync : this.async)?.write(bytes);
  }

  /** The usual reply to what was asked last. */
  reply(text: string, id = this.lastId): void {
    this.say('sync', message(7, 0, id, text));
  }

  /** Waits until a message of this type has come `count` times; resolves with the last of them. */
  async got(type: number, count = 1): Promise<Seen> {
    for (;;) {
      const found = this.seen.filter((seen) => seen.type === type)[count - 1];
      if (found !== undefined) return found;
      await once(this.#events, 'seen');
    }
  }

  /** What was sent in Data and DataEnd so far. */
  program(seen: Seen): string | null {
    this.#text += seen.payload.toString('latin1');
    if (seen.type === 6) return null;
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** A server that does what HiSLIP says, unless a test says otherwise. Not the simulator's: the two know nothing of each other. */
export class ScriptedServer {
  readonly peers: Peer[] = [];
  overlap = false;
  maximum = 1_048_576n;
  handlers: Record<number, Handler | undefined> = {};
  /** Every accepted connection. */
  onConnection: (socket: Socket) => void = () => undefined;
  /** What a message in words brings. */
  answer: (text: string) => string | null = (text) =>
    text.trimEnd().endsWith('?') ? `re ${text.trimEnd()}\n` : null;
  #loopback: Loopback | null = null;
  #serverId = 0xffffff00;

  async start(options: { allowHalfOpen?: boolean; noDelay?: boolean } = {}): Promise<this> {
    this.#loopback = await loopback((socket) => this.#serve(socket), options);
    return this;
  }

  get port(): number {
    return this.#loopback?.port ?? 0;
  }

  get peer(): Peer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error('nobody has connected');
    return peer;
  }

  get sockets(): readonly Socket[] {
    return this.#loopback?.sockets ?? [];
  }

  async close(): Promise<void> {
    await this.#loopback?.close();
  }

  #serve(socket: Socket): void {
    this.onConnection(socket);
    let peer: Peer | null = null;
    let rest = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 16) {
        const length = Number(rest.readBigUInt64BE(8));
        if (rest.length < 16 + length) return;
        const [type, control, parameter] = [rest.readUInt8(2), rest.readUInt8(3), rest.readUInt32BE(4)];
        const payload = Buffer.from(rest.subarray(16, 16 + length));
        rest = rest.subarray(16 + length);
        if (type === 0) this.peers.push((peer = new Peer(socket, 0x1200 + this.peers.length)));
        if (type === 17) {
          peer = this.peers.find(({ sessionId }) => sessionId === parameter) ?? null;
          if (peer !== null) peer.async = socket;
        }
        if (peer === null) throw new Error(`message ${type} before any Initialize`);
        const seen: Seen = {
          channel: socket === peer.sync ? 'sync' : 'async',
          type,
          control,
          parameter,
          payload,
        };
        if (type === 6 || type === 7 || type === 12) peer.lastId = parameter;
        peer.take(seen);
        const usual = (): void => this.#usual(peer as Peer, seen);
        const handler = this.handlers[type];
        if (handler === undefined) usual();
        else handler(peer, seen, usual);
      }
    });
  }

  #usual(peer: Peer, seen: Seen): void {
    const mode = this.overlap ? 1 : 0;
    switch (seen.type) {
      case 0:
        peer.say('sync', message(1, mode, (0x0200 << 16) | peer.sessionId));
        return;
      case 4:
        peer.say('async', message(5, 1));
        return;
      case 6:
      case 7: {
        const text = peer.program(seen);
        const answer = text === null ? null : this.answer(text);
        if (answer === null) return;
        const id = this.overlap ? this.#serverId : peer.lastId;
        this.#serverId = (this.#serverId + 2) >>> 0;
        peer.reply(answer, id);
        return;
      }
      case 8:
        this.overlap = (seen.control & 1) === 1;
        this.#serverId = 0xffffff00;
        peer.say('sync', message(9, seen.control & 1));
        return;
      case 10:
        peer.say('async', message(11));
        return;
      case 15: {
        const size = Buffer.alloc(8);
        size.writeBigUInt64BE(this.maximum);
        peer.say('async', message(16, 0, 0, size));
        return;
      }
      case 17:
        peer.say('async', message(18, 0, 0x5a5a));
        return;
      case 19:
        peer.say('async', message(23, mode));
        return;
      case 21:
        peer.say('async', message(22, peer.status));
        return;
      case 24:
        peer.say('async', message(25, 0, 0));
    }
  }
}
