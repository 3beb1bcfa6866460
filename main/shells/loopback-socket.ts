import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { sockets } from '#shared/rpc/loopback.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { type Address, isOurs, seatCookie } from './loopback-request.ts';
import type { SeatDesk } from './loopback-seats.ts';
import { maxInboundBytes, serverSocketWire } from './wire-socket.ts';

/** How long a socket may stay open without having said its secret. */
export const secretDeadlineMs = 5000;
/** Sockets at a time, those that have not said their secret included. */
const maxSockets = 64;

/** Refuses, and forgets the connection: a side that keeps its end open must not hold a place, or the end of the console. */
function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The WebSockets of the loopback shell. */
export class SocketDoor {
  readonly #address: () => Address;
  readonly #desk: SeatDesk;
  readonly #admit: (wire: Wire, seat: string) => void;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxInboundBytes,
    perMessageDeflate: false,
    // Nobody pings here. Answers to pings would pile up for one who sends them and does not read.
    autoPong: false,
  });

  constructor(address: () => Address, desk: SeatDesk, admit: (wire: Wire, seat: string) => void) {
    this.#address = address;
    this.#desk = desk;
    this.#admit = admit;
  }

  /** Handles an upgrade request: exact Host, exact Origin and a known cookie, or it is refused before any WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const address = this.#address();
    if (!isOurs(request.headers, address, true)) return refuse(socket, 403);
    if (request.url !== sockets.path) return refuse(socket, 404);
    const cookie = seatCookie(request.headers, address);
    if (!this.#desk.knows(cookie)) return refuse(socket, 401);
    if (this.#server.clients.size >= maxSockets) return refuse(socket, 503);
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#expectSecret(opened, cookie));
  }
  /** The cookie alone opens nothing: the first message has to be the secret. */
  #expectSecret(socket: WebSocket, cookie: string | null): void {
    const close = (): void => {
      socket.close(sockets.refused, 'no secret');
      setTimeout(() => socket.terminate(), 1000).unref();
    };
    const timer = setTimeout(close, secretDeadlineMs);
    socket.on('error', () => socket.terminate());
    socket.once('close', () => clearTimeout(timer));
    socket.once('message', (data, isBinary) => {
      clearTimeout(timer);
      const seat = isBinary ? null : this.#desk.open(cookie, (data as Buffer).toString('utf8'));
      if (seat === null) return close();
      socket.send(sockets.welcome);
      this.#admit(serverSocketWire(socket), seat);
    });
  }
  /** Closes every socket now. */
  close(): void {
    this.#server.close();
    for (const socket of this.#server.clients) socket.terminate();
  }
}
