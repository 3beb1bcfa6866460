import type { Progress } from '#shared/contract/work.ts';

/** One item of a stream of long work: how far it is, and at last what came of it. */
export type Working<R> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: R };

/**
 * Long work as a stream: the newest progress for a reader of any speed, and at last the result. The work's own signal is aborted when
 * the caller's is, and when the reader leaves; the stream ends when the work has. `goesOn`: reasons of the caller's signal for which the
 * stream ends and the work does not.
 */
export async function* working<R>(
  signal: AbortSignal,
  work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<R>,
  goesOn: (why: unknown) => boolean = () => false,
): AsyncGenerator<Working<R>, void, undefined> {
  const left = new AbortController();
  const outlives = (): boolean => signal.aborted && goesOn(signal.reason);
  const stop = (): void => {
    if (!outlives()) left.abort();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  let newest: Progress | null = null;
  let over = false;
  let wake: () => void = () => undefined;
  const done = work((progress) => {
    newest = progress;
    wake();
  }, left.signal);
  const settled = done.then(
    () => (over = true),
    () => (over = true),
  );
  try {
    for (;;) {
      const progress: Progress | null = newest;
      newest = null;
      // Also what was told in the same moment in which the work ended.
      if (progress !== null) yield { kind: 'progress', progress };
      else if (over) break;
      else {
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([next, settled]);
      }
    }
    yield { kind: 'result', result: await done };
  } finally {
    stop();
    if (!outlives()) await settled;
    void settled.then(() => signal.removeEventListener('abort', stop));
  }
}
