import { abortFault } from '#main/transports/inbox.ts';

/** What `promise` comes to, or the signal's fault as soon as it is aborted; then `onAbort` is called, once. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, onAbort: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      reject(abortFault(signal));
      onAbort();
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
