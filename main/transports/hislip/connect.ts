import { connect, type Socket } from 'node:net';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { connectFault } from '#main/transports/tcp-faults.ts';

/** Where to connect, and for how long to try, ms. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
}

/**
 * An open socket with TCP_NODELAY. Rejects with INSTRUMENT_UNREACHABLE, or with the signal's fault. Whoever gets it
 * listens to `error` in the same turn.
 */
export function openSocket({ host, port, connectMs }: Place, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) return Promise.reject(abortFault(signal));
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
  return new Promise((resolve, reject) => {
    const settle = (fault: Fault | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      if (fault === null) {
        resolve(socket);
        return;
      }
      // A destroyed socket may still report an error; nobody is interested any more, but it must not end the process.
      socket.on('error', ignored);
      socket.destroy();
      reject(fault);
    };
    const onAbort = (): void => settle(abortFault(signal));
    const onError = (error: Error): void => settle(connectFault(error, host, port));
    const timer = setTimeout(
      () =>
        settle(
          new Fault('INSTRUMENT_UNREACHABLE', `${host} port ${port} did not answer within ${connectMs} ms.`, {
            details: { host, port, connectMs },
          }),
        ),
      connectMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle(null));
    socket.once('error', onError);
  });
}

const ignored = (): void => undefined;
