import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { sockets } from '#shared/rpc/loopback.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { maxInboundBytes, serverSocketWire } from './wire-socket.ts';

const maxConnections = 256;
/** How long a connection may move no byte, in a request or its answer: whoever does not read holds no place. */
const stallMs = 30_000;
/** How long a socket may stay open without having said its secret. */
export const secretDeadlineMs = 5000;
/** Sockets at a time, those that have not said their secret included. */
const maxSockets = 224;

/** Refuses an upgrade, and forgets the connection: a side that keeps its end open must not hold a place, or the end of the console. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** An HTTP server that no client makes grow or hold up: connections, times and stalls are bounded, and the end waits for nobody. */
export interface GuardedServer {
  readonly server: Server;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** Not listening yet. `stall`: another time than 30 s without a byte until a connection ends, ms. */
export function guardedServer(listener: RequestListener, stall: number = stallMs): GuardedServer {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    listener,
  );
  server.maxConnections = maxConnections;
  server.setTimeout(stall);
  // Node's own list forgets a connection with its upgrade, and the end would wait for it.
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return {
    server,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

/** WebSockets whose first message has to be a secret; frames follow. */
export class SecretDoor {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxInboundBytes,
    perMessageDeflate: false,
    // Nobody pings here. Answers to pings would pile up for one who sends them and does not read.
    autoPong: false,
  });

  /**
   * Takes an upgrade over, or refuses it when there are too many. `open` names the seat that a secret opens, null for a wrong
   * one; `admit` gets the wire.
   */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    open: (secret: string) => string | null,
    admit: (wire: Wire, seat: string) => void,
  ): void {
    if (this.#server.clients.size >= maxSockets) return refuseUpgrade(socket, 503);
    this.#server.handleUpgrade(request, socket, head, (opened) => expectSecret(opened, open, admit));
  }
  /** Closes every socket now. */
  close(): void {
    this.#server.close();
    for (const socket of this.#server.clients) socket.terminate();
  }
}

function expectSecret(
  socket: WebSocket,
  open: (secret: string) => string | null,
  admit: (wire: Wire, seat: string) => void,
): void {
  const close = (): void => {
    socket.close(sockets.refused, 'no secret');
    setTimeout(() => socket.terminate(), 1000).unref();
  };
  const timer = setTimeout(close, secretDeadlineMs);
  socket.on('error', () => socket.terminate());
  socket.once('close', () => clearTimeout(timer));
  socket.once('message', (data, isBinary) => {
    clearTimeout(timer);
    const seat = isBinary ? null : open((data as Buffer).toString('utf8'));
    if (seat === null) return close();
    socket.send(sockets.welcome);
    admit(serverSocketWire(socket), seat);
  });
}
