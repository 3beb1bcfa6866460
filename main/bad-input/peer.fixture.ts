import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Loopback, loopback } from '#main/transports/loopback.fixture.ts';

/** An instrument of this test: what it does with each line is the test's; it says who it is by itself. */
export interface Peer {
  readonly port: number;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** Every line that came, of all connections. */
  readonly lines: readonly string[];
  readonly sockets: readonly Socket[];
}

/** Listens on a random port of 127.0.0.1 until the test ends. */
export async function peer(
  handle: (line: string, socket: Socket) => void,
  identity = 'Bench,SCRIPT,1,1.0',
): Promise<Peer> {
  const lines: string[] = [];
  const server: Loopback = await loopback((socket) => {
    let rest = '';
    socket.on('data', (data) => {
      const parts = (rest + data.toString('latin1')).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        if (line === '*IDN?') socket.write(`${identity}\n`);
        else handle(line, socket);
      }
    });
  });
  onTestFinished(() => server.close());
  const { port, sockets } = server;
  return { port, address: `tcp://127.0.0.1:${port}`, lines, sockets };
}
