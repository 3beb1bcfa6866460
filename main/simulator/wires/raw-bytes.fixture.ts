import { connect, type Socket } from 'node:net';

/** A bare connection for tests that speak bytes written by hand. */
export interface RawBytes {
  readonly socket: Socket;
  /** Bytes in hexadecimal, blanks between them as one likes; with `text`, that behind them. */
  send(hex: string, text?: string): void;
  /** Exactly so many bytes. Rejects when the connection ends before. */
  take(count: number): Promise<Buffer>;
  /** How many bytes have come and not been taken. */
  readonly waiting: number;
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to a port of 127.0.0.1. */
export async function rawBytes(port: number): Promise<RawBytes> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let bytes = Buffer.alloc(0);
  let over = false;
  let wake = (): void => {};
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      over = true;
      wake();
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('not connected')));
  });
  return {
    socket,
    send(hex, text = '') {
      socket.write(Buffer.concat([Buffer.from(hex.replace(/\s/g, ''), 'hex'), Buffer.from(text, 'latin1')]));
    },
    async take(count) {
      while (bytes.length < count) {
        if (over)
          throw new Error(`the connection ended after ${bytes.length} bytes: ${bytes.toString('latin1')}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = bytes.subarray(0, count);
      bytes = bytes.subarray(count);
      return taken;
    },
    get waiting() {
      return bytes.length;
    },
    closed,
    close: () => socket.destroy(),
  };
}
