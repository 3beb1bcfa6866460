import type { PlotData } from '#renderer/ui/Plot.tsx';
import type { Quantity } from '#shared/contract/channels.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { TrendBuffer } from './trend-buffer.ts';

/** Columns of a trend: what is asked of the history, and what is kept. */
export const trendColumns = 600;

/** The history is not asked more often than this because of holes. */
const askAgainMs = 5000;

export interface TrendView {
  /** One entry for each quantity that is followed. */
  readonly data: Readonly<Partial<Record<Quantity, PlotData>>>;
  /** Why the past is missing; null when it is there or on its way. */
  readonly fault: FaultShape | null;
  /** Counts the holes that this window left by being slow: what came meanwhile is in the history, and worth asking for. */
  readonly holes: number;
}

/** The past of one channel and quantity, as `instruments.trend` answers. */
export interface TrendPast {
  readonly from: number;
  readonly to: number;
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
}

/** The last stretch of some quantities of some channels: history first, then every reading as it comes. A store for `useSyncExternalStore`. */
export class TrendStore {
  readonly spanMs: number;
  readonly channels: readonly number[];
  readonly quantities: readonly Quantity[];
  readonly #buffers: ReadonlyMap<number, ReadonlyMap<Quantity, TrendBuffer>>;
  readonly #listeners = new Set<() => void>();
  #newest = 0;
  #periodMs = 1000;
  #holes = 0;
  #holeAt = Number.NEGATIVE_INFINITY;
  #fault: FaultShape | null = null;
  #view: TrendView;

  constructor(channels: readonly number[], quantities: readonly Quantity[], spanMs: number) {
    this.spanMs = spanMs;
    this.channels = channels;
    this.quantities = quantities;
    const buffers = () =>
      new Map(quantities.map((quantity) => [quantity, new TrendBuffer(spanMs, trendColumns)]));
    this.#buffers = new Map(channels.map((channel) => [channel, buffers()]));
    this.#view = this.#draw();
  }

  readonly view = (): TrendView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes the readings of now (epoch ms), and moves the right edge there. */
  take(live: Live | null, now: number): void {
    this.#newest = Math.max(this.#newest, now);
    if (live !== null) this.#periodMs = live.periodMs;
    for (const { channel, at, readings } of live?.channels ?? []) {
      const buffers = this.#buffers.get(channel);
      if (buffers === undefined || at === null) continue;
      const before = Math.max(...[...buffers.values()].map(({ last }) => last?.at ?? -1));
      if (before >= 0 && at - before > this.#gap && at - this.#holeAt > askAgainMs) {
        this.#holeAt = at;
        this.#holes++;
      }
      for (const [quantity, buffer] of buffers) {
        const value = readings[quantity];
        if (value !== undefined) buffer.add(at, value);
      }
      this.#newest = Math.max(this.#newest, at);
    }
    this.#changed();
  }

  /** Asks for the past of every channel. A fault is kept for the view; the present goes on. */
  async fill(
    now: number,
    ask: (channel: number, quantity: Quantity, from: number, to: number) => Promise<TrendPast>,
    signal: AbortSignal,
  ): Promise<void> {
    const each = this.channels.flatMap((channel) =>
      this.quantities.map((quantity) => ({ channel, quantity })),
    );
    try {
      await Promise.all(
        each.map(async ({ channel, quantity }) => {
          const past = await ask(channel, quantity, now - this.spanMs, now);
          if (signal.aborted) return;
          this.#buffers.get(channel)?.get(quantity)?.fill(past.from, past.to, past.min, past.max);
        }),
      );
      this.#fault = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#fault = faultShape(error);
    }
    this.#changed();
  }

  /** A line goes on over two missing polls; what is missing for longer is a hole, and is drawn as one. ms. */
  get #gap(): number {
    return Math.max(3 * this.#periodMs, (2.5 * this.spanMs) / trendColumns);
  }

  #changed(): void {
    this.#view = this.#draw();
    for (const listener of this.#listeners) listener();
  }

  #draw(): TrendView {
    const width = this.spanMs / trendColumns;
    const first = Math.floor((this.#newest - this.spanMs) / width);
    const count = trendColumns + 2;
    // Seconds before now. Two points a column: its least and its most.
    const xs = Array.from(
      { length: count * 2 },
      (_, point) => ((first + point / 2 + 0.25) * width - this.#newest) / 1000,
    );
    const data = (quantity: Quantity): PlotData => [
      xs,
      ...this.channels.map(
        (channel) => this.#buffers.get(channel)?.get(quantity)?.column(first, count, this.#gap) ?? [],
      ),
    ];
    return {
      data: Object.fromEntries(this.quantities.map((quantity) => [quantity, data(quantity)])),
      fault: this.#fault,
      holes: this.#holes,
    };
  }
}
