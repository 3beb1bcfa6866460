/** A value that people watch: built anew when it is asked for, told at most once a frame. */
export interface Published<T> {
  readonly value: T;
  /** Called with the newest value after it changed; not at the beginning. */
  subscribe(listener: (value: T) => void): () => void;
  /** It changed. Watchers hear of it in this tick's end, or at the end of the running frame. */
  poke(): void;
  close(): void;
}

/** Milliseconds between two tellings: one frame of a 60 Hz screen. */
const frameMs = 16;

/**
 * Publishes what `build` makes. Costs nothing while nobody watches. What is not news, seen from what was told last, is
 * not told. `leastMs`: between two tellings.
 */
export function publish<T>(
  build: () => T,
  isNews: (told: T, now: T) => boolean = () => true,
  leastMs: number = frameMs,
): Published<T> {
  const listeners = new Set<(value: T) => void>();
  let told = Number.NEGATIVE_INFINITY;
  let last: { readonly value: T } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const tell = (): void => {
    timer = undefined;
    if (closed || listeners.size === 0) return;
    told = performance.now();
    const value = build();
    if (last !== null && !isNews(last.value, value)) return;
    last = { value };
    for (const listener of listeners) listener(value);
  };
  return {
    get value() {
      return build();
    },
    subscribe(listener) {
      // One entry a call: the same function may watch twice.
      const entry = (value: T): void => listener(value);
      listeners.add(entry);
      // It knows nothing yet: whatever comes next is news to it.
      last = null;
      return () => void listeners.delete(entry);
    },
    poke() {
      if (closed || timer !== undefined || listeners.size === 0) return;
      timer = setTimeout(tell, Math.max(0, told + leastMs - performance.now()));
    },
    close() {
      closed = true;
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
