/** How patient to be with an adapter, ms. */
export interface AdapterTiming {
  /** Between two bytes of an instrument that talks; also how long an emergency can be held up by one that says nothing. */
  readonly readMs: number;
  /** Between two questions whether it is an adapter: one that restarts when its port is opened hears the first one not. */
  readonly againMs: number;
  /** For the first answer. */
  readonly greetMs: number;
  /** Silence of this length means that nothing more comes. */
  readonly quietMs: number;
  /** Without a byte for this long, while an answer is owed, it is gone. */
  readonly silentMs: number;
  /** An instrument has taken a text after this. */
  readonly urgentMs: number;
}

export const defaultAdapterTiming: AdapterTiming = {
  readMs: 200,
  againMs: 600,
  greetMs: 2_600,
  quietMs: 60,
  silentMs: 5_000,
  urgentMs: 100,
};
