import { createServer, type Server, type Socket } from 'node:net';
import type { Faults } from '#main/simulator/faults.ts';

/** A port of 127.0.0.1 that is open, or closed while what stands behind it refuses. */
export interface LoopbackPort {
  readonly port: number;
  /** From now on it is closed while all that was given here refuse. */
  follow(faults: Faults): void;
  /** Ends every connection, then the port. */
  close(): Promise<void>;
}

/** A port that somebody else has taken meanwhile is asked for again after this long. ms. */
const againMs = 250;

/**
 * Opens a port. `port`: 0 lets the system choose. While what stands behind it refuses, it is closed, and had again after
 * that. Rejects with Node's own error when it cannot be had.
 */
export async function openLoopbackPort(
  port: number,
  accept: (socket: Socket) => void,
): Promise<LoopbackPort> {
  const followed: Faults[] = [];
  const stops: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    accept(socket);
  });
  const had = await listen(server, port);
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
    const refuses = followed.length > 0 && followed.every(({ refusing }) => refusing);
    const wished = !closed && !refuses;
    if (wished === open) return;
    if (wished) {
      const again = await listen(server, had).catch(() => null);
      if (again === null) {
        retry = setTimeout(change, againMs);
        return;
      }
    } else await shut();
    open = wished;
  };
  const change = (): void => {
    turn = turn.then(follow);
  };
  return {
    port: had,
    follow(faults) {
      followed.push(faults);
      stops.push(faults.onChange(change));
      change();
    },
    async close() {
      closed = true;
      for (const stop of stops) stop();
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
