import { createServer, type Server, type Socket } from 'node:net';
import type { Faults } from './faults.ts';
import { type Served, ServerLink } from './server-link.ts';

export interface ServerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Like many small instruments: while one client is connected, every other one is closed at once. */
  readonly oneClient: boolean;
  readonly faults: Faults;
}

/** An instrument on a raw socket of 127.0.0.1. */
export interface ScpiServer {
  readonly port: number;
  /** Ends every connection, then the socket. */
  close(): Promise<void>;
}

/** Opens the socket. Rejects with Node's own error when the port cannot be had. */
export async function serveScpi(served: Served, options: ServerOptions): Promise<ScpiServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (options.oneClient && sockets.size > 0) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new ServerLink(socket, served, options.faults);
  });
  const port = await listen(server, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the socket has no port'));
      else resolve(address.port);
    });
  });
}
