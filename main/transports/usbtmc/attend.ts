import { abortFault } from '#main/transports/inbox.ts';

/** What `work` comes to, or a rejection with the fault of the first signal that is aborted. The work itself goes on. */
export function attend<T>(work: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (event: Event): void => {
      leave();
      reject(abortFault(event.target as AbortSignal));
    };
    work.then(
      (result) => {
        leave();
        resolve(result);
      },
      (error) => {
        leave();
        reject(error);
      },
    );
    for (const signal of signals) {
      if (signal.aborted) {
        leave();
        reject(abortFault(signal));
        return;
      }
      signal.addEventListener('abort', onAbort);
    }
  });
}
