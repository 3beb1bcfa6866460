import { createServer, type Server, type Socket } from 'node:net';

/** A real server on 127.0.0.1 for tests: what it does with each connection is the test's. */
export interface Loopback {
  readonly port: number;
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1, a random one unless it says which. */
export async function loopback(
  serve: (socket: Socket) => void,
  { port = 0, ...options }: { allowHalfOpen?: boolean; port?: number } = {},
): Promise<Loopback> {
  const sockets: Socket[] = [];
  const server: Server = createServer({ noDelay: true, ...options }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
