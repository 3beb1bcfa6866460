import { connect, createServer, type Server, type Socket } from 'node:net';
import { closeLater } from './bench.fixture.ts';

/** A cable to an instrument of this PC, which can be pulled out: the instrument goes on as it is. */
export interface Cable {
  /** `tcp://127.0.0.1:port`, the same after it was plugged in again. */
  readonly address: string;
  unplug(): Promise<void>;
  /** What becomes of an answer on its way. */
  spoil: (answer: Buffer) => Uint8Array;
  plug(): Promise<void>;
}

/** A cable that is plugged in. */
export async function cable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    const instrument = connect({ port: target, host: '127.0.0.1', noDelay: true });
    for (const [each, other] of [
      [socket, instrument],
      [instrument, socket],
    ] as const) {
      sockets.add(each);
      each.on('data', (bytes: Buffer) => other.write(each === instrument ? made.spoil(bytes) : bytes));
      each.on('error', () => each.destroy());
      each.on('close', () => {
        sockets.delete(each);
        other.destroy();
      });
    }
  };
  let server: Server | null = null;
  const listen = async (port: number): Promise<number> => {
    const made = createServer({ noDelay: true }, serve);
    server = made;
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject);
      made.listen(port, '127.0.0.1', resolve);
    });
    const address = made.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  };
  const unplug = async (): Promise<void> => {
    const old = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (old !== null) await new Promise((resolve) => old.close(resolve));
  };
  const port = await listen(0);
  closeLater(unplug);
  const made: Cable = {
    address: `tcp://127.0.0.1:${port}`,
    unplug,
    spoil: (answer) => answer,
    plug: async () => void (await listen(port)),
  };
  return made;
}
