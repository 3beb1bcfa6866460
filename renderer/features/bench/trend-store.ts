import type { PlotData } from '#renderer/ui/Plot.tsx';
import type { Live } from '#shared/contract/instruments.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { TrendBuffer } from './trend-buffer.ts';

const trendQuantities = ['voltage', 'current'] as const;
export type TrendQuantity = (typeof trendQuantities)[number];

/** Columns of a trend: what is asked of the history, and what is kept. */
export const trendColumns = 600;

/** The history is not asked more often than this because of holes. */
const askAgainMs = 5000;

export interface TrendView {
  readonly voltage: PlotData;
  readonly current: PlotData;
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

/** The last stretch of some channels: history first, then every reading as it comes. A store for `useSyncExternalStore`. */
export class TrendStore {
  readonly spanMs: number;
  readonly channels: readonly number[];
  readonly #buffers: ReadonlyMap<number, Readonly<Record<TrendQuantity, TrendBuffer>>>;
  readonly #listeners = new Set<() => void>();
  #newest = 0;
  #periodMs = 1000;
  #holes = 0;
  #holeAt = Number.NEGATIVE_INFINITY;
  #fault: FaultShape | null = null;
  #view: TrendView;

  constructor(channels: readonly number[], spanMs: number) {
    this.spanMs = spanMs;
    this.channels = channels;
    this.#buffers = new Map(
      channels.map((channel) => [
        channel,
        { voltage: new TrendBuffer(spanMs, trendColumns), current: new TrendBuffer(spanMs, trendColumns) },
      ]),
    );
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
    for (const { channel, at, voltage, current } of live?.channels ?? []) {
      const buffer = this.#buffers.get(channel);
      if (buffer === undefined || at === null) continue;
      const before = buffer.voltage.last?.at ?? at;
      if (at - before > this.#gap && at - this.#holeAt > askAgainMs) {
        this.#holeAt = at;
        this.#holes++;
      }
      if (voltage !== null) buffer.voltage.add(at, voltage);
      if (current !== null) buffer.current.add(at, current);
      this.#newest = Math.max(this.#newest, at);
    }
    this.#changed();
  }

  /** Asks for the past of every channel. A fault is kept for the view; the present goes on. */
  async fill(
    now: number,
    ask: (channel: number, quantity: TrendQuantity, from: number, to: number) => Promise<TrendPast>,
    signal: AbortSignal,
  ): Promise<void> {
    const each = this.channels.flatMap((channel) =>
      trendQuantities.map((quantity) => ({ channel, quantity })),
    );
    try {
      await Promise.all(
        each.map(async ({ channel, quantity }) => {
          const past = await ask(channel, quantity, now - this.spanMs, now);
          if (signal.aborted) return;
          this.#buffers.get(channel)?.[quantity].fill(past.from, past.to, past.min, past.max);
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
    const data = (quantity: TrendQuantity): PlotData => [
      xs,
      ...this.channels.map(
        (channel) => this.#buffers.get(channel)?.[quantity].column(first, count, this.#gap) ?? [],
      ),
    ];
    return { voltage: data('voltage'), current: data('current'), fault: this.#fault, holes: this.#holes };
  }
}
