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

/** A port that somebody else has taken meanwhile is asked for again after this long. ms. */
const againMs = 250;

/**
 * Opens the socket. Rejects with Node's own error when the port cannot be had. While it refuses (`faults.refusing`), the
 * port is closed; after that it is had again, or asked for until it can be.
 */
export async function serveScpi(served: Served, options: ServerOptions): Promise<ScpiServer> {
  const { faults } = options;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    if ((options.oneClient || faults.oneClient) && sockets.size > 0) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new ServerLink(socket, served, faults);
  });
  const port = await listen(server, options.port);
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  let open = true;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  // One change after the other: closing takes a moment.
  let turn = Promise.resolve();
  const follow = async (): Promise<void> => {
    const wished = !closed && !faults.refusing;
    if (wished === open) return;
    if (!wished) await shut();
    else if (
      !(await listen(server, port).then(
        () => true,
        () => false,
      ))
    ) {
      retry = setTimeout(change, againMs);
      return;
    }
    open = wished;
  };
  const change = (): void => {
    turn = turn.then(follow);
  };
  const stopListening = faults.onChange(change);
  return {
    port,
    async close() {
      closed = true;
      stopListening();
      if (retry !== null) clearTimeout(retry);
      change();
      await turn;
    },
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
