import { connect, type Socket } from 'node:net';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { connectFault } from '#main/transports/tcp-faults.ts';

/** Where to connect, and what to do with what comes. */
export interface Dialled {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
  /** Bytes are read into one buffer of this size, again and again: no memory is taken for each read. */
  readonly readBytes: number;
  /** The bytes are gone when it returns. */
  readonly take: (bytes: Buffer) => void;
}

/** A connection, with TCP_NODELAY. Rejects with INSTRUMENT_UNREACHABLE within `connectMs`, or with the signal's fault. */
export function dial(
  { host, port, connectMs, readBytes, take }: Dialled,
  signal: AbortSignal,
): Promise<Socket> {
  if (signal.aborted) return Promise.reject(abortFault(signal));
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 10_000,
      onread: {
        buffer,
        callback: (length) => {
          take(buffer.subarray(0, length));
          return true;
        },
      },
    });
    const settle = (fault: Fault | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      // A socket may report an error at any time; whoever uses it listens too.
      socket.on('error', ignored);
      if (fault === null) resolve(socket);
      else {
        socket.destroy();
        reject(fault);
      }
    };
    const onAbort = (): void => settle(abortFault(signal));
    const timer = setTimeout(
      () =>
        settle(
          new Fault(
            'INSTRUMENT_UNREACHABLE',
            `${host} port ${port} did not answer within ${Math.round(connectMs)} ms.`,
            {
              details: { host, port, connectMs: Math.round(connectMs) },
            },
          ),
        ),
      connectMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle(null));
    socket.once('error', (error) => settle(connectFault(error, host, port)));
  });
}

const ignored = (): void => undefined;
