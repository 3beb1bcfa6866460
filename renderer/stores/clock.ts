/** One timer for everybody who asks for the same period. */
interface Ticker {
  readonly listeners: Set<() => void>;
  now: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const tickers = new Map<number, Ticker>();

function tickerOf(periodMs: number): Ticker {
  const ticker = tickers.get(periodMs) ?? { listeners: new Set(), now: Date.now(), timer: undefined };
  tickers.set(periodMs, ticker);
  return ticker;
}

/** On the beat of the wall clock, so that the seconds of every age on screen change together. */
function tick(ticker: Ticker, periodMs: number): void {
  ticker.timer = setTimeout(
    () => {
      ticker.now = Date.now();
      tick(ticker, periodMs);
      for (const listener of ticker.listeners) listener();
    },
    periodMs - (Date.now() % periodMs),
  );
}

/** Epoch ms of the last beat. */
export function beat(periodMs: number): number {
  const ticker = tickerOf(periodMs);
  // Nobody has listened for a while: the time that was kept is old.
  if (ticker.timer === undefined && Date.now() - ticker.now >= periodMs) ticker.now = Date.now();
  return ticker.now;
}

/** Calls after every beat; answers with what ends it. The timer runs only while somebody listens. */
export function onBeat(periodMs: number, listener: () => void): () => void {
  const ticker = tickerOf(periodMs);
  ticker.listeners.add(listener);
  if (ticker.timer === undefined) tick(ticker, periodMs);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0) return;
    clearTimeout(ticker.timer);
    ticker.timer = undefined;
  };
}
