import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { SpanKind } from '#shared/contract/span-kinds.ts';
import { bucketCount, bucketOf, type Counts, percentileOf, sparse } from './buckets.ts';

/** How long a slice of time is, ms; and how many of them are kept: ten minutes. */
export const sliceMs = 10_000;
export const slicesKept = 60;

/** Which part of an exchange is measured; `whole` for everything that has no parts. */
export type Part =
  | 'whole'
  /** From being asked for to the first byte. */
  | 'queue'
  /** From the first byte to the end. */
  | 'wire'
  /** On the wire, too: of the first question behind a command that changed something. */
  | 'settle';
/** What is measured: a span by its kind and name, or a command of one instrument. */
export interface MeterKey {
  readonly kind: SpanKind;
  readonly name: string;
  /** The id of an instrument; null where there is none. */
  readonly instrument: string | null;
  readonly part: Part;
}

/** What fell into one slice of time: only slices with something in them are kept. */
export interface Slice {
  /** When it began, ms since 1970. */
  readonly at: number;
  readonly count: number;
  readonly errors: number;
  /** All of them together, and the longest, ms. */
  readonly sumMs: number;
  readonly maxMs: number;
  /** ms, by the buckets. */
  readonly p95: number;
  readonly counts: Counts;
}

/** Counts and durations of one span: since the console started, and in slices of ten seconds over the last ten minutes. */
export class Meter implements MeterKey {
  readonly kind: SpanKind;
  readonly name: string;
  readonly instrument: string | null;
  readonly part: Part;
  count = 0;
  errors = 0;
  /** All of them together, ms. */
  sumMs = 0;
  /** Since the start: whole nanoseconds from 64 ns to 1,000 s, true to 1 %; 27 KB each. */
  readonly histogram: RecordableHistogram = createHistogram({ lowest: 64, highest: 1e12, figures: 2 });
  readonly #session = new Uint32Array(bucketCount);
  readonly #now = new Uint32Array(bucketCount);
  #nowCount = 0;
  #nowErrors = 0;
  #nowSum = 0;
  #nowMax = 0;
  #slices: Slice[] = [];

  constructor({ kind, name, instrument, part }: MeterKey) {
    this.kind = kind;
    this.name = name;
    this.instrument = instrument;
    this.part = part;
  }

  /** Counts one duration, ms. What is no duration counts as 0: whoever is measured must not fail for it. */
  record(ms: number, failed: boolean): void {
    const took = ms > 0 && ms < Infinity ? ms : 0;
    this.count++;
    this.#nowCount++;
    if (failed) {
      this.errors++;
      this.#nowErrors++;
    }
    this.sumMs += took;
    this.#nowSum += took;
    if (took > this.#nowMax) this.#nowMax = took;
    // A histogram holds whole numbers from 1.
    this.histogram.record(Math.min(1e12, Math.max(1, Math.round(took * 1e6))));
    const bucket = bucketOf(took);
    this.#session[bucket]!++;
    this.#now[bucket]!++;
  }

  /** Ends the slice that began at `at`, and forgets those that began before `keepFrom`. Times in ms since 1970. */
  endSlice(at: number, keepFrom: number): void {
    if (this.#nowCount > 0) {
      this.#slices.push(this.#slice(at));
      this.#now.fill(0);
      this.#nowCount = 0;
      this.#nowErrors = 0;
      this.#nowSum = 0;
      this.#nowMax = 0;
    }
    while (this.#slices.length > 0 && this.#slices[0]!.at < keepFrom) this.#slices.shift();
  }
  #slice(at: number): Slice {
    const counts = sparse(this.#now);
    return {
      at,
      count: this.#nowCount,
      errors: this.#nowErrors,
      sumMs: this.#nowSum,
      maxMs: this.#nowMax,
      p95: percentileOf(counts, 95) ?? 0,
      counts,
    };
  }

  /** The slices that began at or after `from`, oldest first, and the one that runs, which began at `now`. */
  slices(from: number, now: number): readonly Slice[] {
    const ended = this.#slices.filter(({ at }) => at >= from);
    return this.#nowCount === 0 ? ended : [...ended, this.#slice(now)];
  }

  /** Everything since the start, by bucket. */
  get session(): Counts {
    return sparse(this.#session);
  }
}
