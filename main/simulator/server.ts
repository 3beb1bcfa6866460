import type { Faults } from './faults.ts';
import { type Served, ServerLink } from './server-link.ts';
import { type LoopbackPort, openLoopbackPort } from './wires/loopback-port.ts';

export interface ServerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Like many small instruments: while one client is connected, every other one is closed at once. */
  readonly oneClient: boolean;
  readonly faults: Faults;
}

/** An instrument on a raw socket of 127.0.0.1. */
export type ScpiServer = LoopbackPort;

/**
 * Opens the socket. Rejects with Node's own error when the port cannot be had. While it refuses (`faults.refusing`), the
 * port is closed; after that it is had again, or asked for until it can be.
 */
export async function serveScpi(
  served: Served,
  { port, oneClient, faults }: ServerOptions,
): Promise<ScpiServer> {
  let clients = 0;
  const opened = await openLoopbackPort(port, (socket) => {
    if ((oneClient || faults.oneClient) && clients > 0) {
      socket.destroy();
      return;
    }
    clients++;
    socket.once('close', () => {
      clients--;
    });
    new ServerLink(socket, served, faults);
  });
  opened.follow(faults);
  return opened;
}
