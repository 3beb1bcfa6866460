import { connect, type Socket } from 'node:net';
import { Fault } from '#shared/faults.ts';
import { abortFault } from './inbox.ts';
import { connectFault } from './tcp-faults.ts';

/** Where to connect, and for how long to try, ms. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
}

/** Bytes that are read into one buffer again and again, so that no memory is taken for each read; gone when `take` returns. */
export interface OneBuffer {
  readonly bytes: number;
  readonly take: (bytes: Buffer) => void;
}

/**
 * An open socket with TCP_NODELAY: some instruments wedge when small writes are joined. Rejects with
 * INSTRUMENT_UNREACHABLE, or with the signal's fault. Whoever gets it listens to `error` in the same turn.
 * source: B&K 9141, nominal-io/instro issue 156.
 */
export function openSocket(
  { host, port, connectMs }: Place,
  signal: AbortSignal,
  into?: OneBuffer,
): Promise<Socket> {
  if (signal.aborted) return Promise.reject(abortFault(signal));
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 10_000,
    ...(into && { onread: oneBuffer(into) }),
  });
  return new Promise((resolve, reject) => {
    const settle = (fault: Fault | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      // A socket may report an error at any time, destroyed or not; whoever uses it listens as well.
      socket.on('error', ignored);
      if (fault === null) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(fault);
    };
    const onAbort = (): void => settle(abortFault(signal));
    const onError = (error: Error): void => settle(connectFault(error, host, port));
    const within = Math.round(connectMs);
    const silent = (): void =>
      settle(
        new Fault('INSTRUMENT_UNREACHABLE', `${host} port ${port} did not answer within ${within} ms.`, {
          details: { host, port, connectMs: within },
        }),
      );
    const timer = setTimeout(silent, connectMs);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle(null));
    socket.once('error', onError);
  });
}

function oneBuffer({ bytes, take }: OneBuffer) {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  return {
    buffer,
    callback: (length: number): boolean => {
      take(buffer.subarray(0, length));
      return true;
    },
  };
}

const ignored = (): void => undefined;
