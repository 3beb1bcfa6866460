import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { sockets } from '#shared/rpc/loopback.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { refuseUpgrade, SecretDoor } from './loopback-guard.ts';
import { type Address, isOurs, seatCookie } from './loopback-request.ts';
import type { SeatDesk } from './loopback-seats.ts';

/** The WebSockets of the loopback shell. */
export class SocketDoor {
  readonly #address: () => Address;
  readonly #desk: SeatDesk;
  readonly #admit: (wire: Wire, seat: string) => void;
  readonly #door = new SecretDoor();

  constructor(address: () => Address, desk: SeatDesk, admit: (wire: Wire, seat: string) => void) {
    this.#address = address;
    this.#desk = desk;
    this.#admit = admit;
  }

  /** Handles an upgrade request: exact Host, exact Origin and a known cookie, or it is refused before any WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const address = this.#address();
    if (!isOurs(request.headers, address, true)) return refuseUpgrade(socket, 403);
    if (request.url !== sockets.path) return refuseUpgrade(socket, 404);
    const cookie = seatCookie(request.headers, address);
    if (!this.#desk.knows(cookie)) return refuseUpgrade(socket, 401);
    // The cookie alone opens nothing: the first message has to be the secret.
    this.#door.upgrade(request, socket, head, (secret) => this.#desk.open(cookie, secret), this.#admit);
  }
  /** Closes every socket now. */
  close(): void {
    this.#door.close();
  }
}
