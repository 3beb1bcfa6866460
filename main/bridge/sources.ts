/** Starts telling `push` about values; answers with what stops it. */
type Subscribe<T> = (push: (value: T) => void) => () => void;

/**
 * Turns pushed values into pulled ones: `keep` stores what is pushed, `take` hands out what is stored (null: nothing
 * yet). Subscribes when the first item is asked for; ends, and unsubscribes, on the signal or when the reader stops.
 */
async function* pulled<T, Item>(
  signal: AbortSignal,
  subscribe: Subscribe<T>,
  keep: (value: T) => void,
  take: () => { readonly item: Item } | null,
): AsyncGenerator<Item, void, undefined> {
  if (signal.aborted) return;
  let wake: (() => void) | null = null;
  const changed = (): void => {
    wake?.();
    wake = null;
  };
  const unsubscribe = subscribe((value) => {
    keep(value);
    changed();
  });
  signal.addEventListener('abort', changed, { once: true });
  try {
    while (!signal.aborted) {
      const taken = take();
      if (taken !== null) yield taken.item;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener('abort', changed);
    unsubscribe();
  }
}

/**
 * The newest value, for a reader of any speed: a value that was not taken yet is replaced by the one after it, so at
 * most one waits. `subscribe` may push at once (the state as it is now).
 */
export function newest<T>(signal: AbortSignal, subscribe: Subscribe<T>): AsyncIterable<T> {
  let latest: { readonly item: T } | null = null;
  return pulled(
    signal,
    subscribe,
    (value: T) => {
      latest = { item: value };
    },
    () => {
      const taken = latest;
      latest = null;
      return taken;
    },
  );
}

/**
 * Every value, as long as the reader keeps up: all that wait are handed out together. When more than `max` wait, the
 * oldest are dropped and the next item says so (`gap`): its items are the newest `max`, and others came before them.
 */
export function bounded<T>(
  signal: AbortSignal,
  max: number,
  subscribe: Subscribe<T>,
): AsyncIterable<{ items: T[]; gap: boolean }> {
  let items: T[] = [];
  let gap = false;
  return pulled(
    signal,
    subscribe,
    (value: T) => {
      items.push(value);
      // Dropping in halves keeps the cost of a slow reader constant per value.
      if (items.length >= 2 * max) {
        items = items.slice(-max);
        gap = true;
      }
    },
    () => {
      if (items.length === 0) return null;
      if (items.length > max) gap = true;
      const item = { items: items.slice(-max), gap };
      items = [];
      gap = false;
      return { item };
    },
  );
}
