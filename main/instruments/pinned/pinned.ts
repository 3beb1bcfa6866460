import type { Pin, PinReading } from '#shared/contract/pins.ts';
import { type FaultCode, faultShape } from '#shared/faults.ts';
import type { PinAnswer } from './answer.ts';

/** Failures in a row after which a query is not asked any more. */
const strikesMax = 3;

/** Faults that say nothing of the query: it was held back, or the link was taken away from it. */
const notItsOwn: ReadonlySet<FaultCode> = new Set([
  'CANCELLED',
  'SAFETY_PREEMPTED',
  'SAFETY_LATCHED',
  'SAFETY_UNKNOWN_EFFECT',
  'INSTRUMENT_UNREACHABLE',
  'INSTRUMENT_UNKNOWN',
]);

/** One pinned query, as it is known now. */
export class PinnedQuery {
  readonly pin: Pin;
  #answer: (PinAnswer & { readonly at: number }) | null = null;
  #fault: PinReading['fault'] = null;
  #strikes = 0;
  /** How long it took when it was asked last, ms. */
  tookMs = 0;

  /** `before`: the same query, pinned before; what is known of it stays known. */
  constructor(pin: Pin, before?: PinnedQuery) {
    this.pin = pin;
    if (before === undefined) return;
    this.#answer = before.#answer;
    this.tookMs = before.tookMs;
  }

  get paused(): boolean {
    return this.#strikes >= strikesMax;
  }

  /** It was answered at this time, epoch ms. */
  answered(answer: PinAnswer, at: number): void {
    this.#answer = { ...answer, at };
    this.#fault = null;
    this.#strikes = 0;
  }

  /** There is no answer: what was known before is not known to be so now. */
  failed(error: unknown): void {
    const { code, message, remedy } = faultShape(error);
    this.#answer = null;
    this.#fault = { message, remedy };
    if (!notItsOwn.has(code)) this.#strikes++;
  }

  /** Nothing that was answered can be trusted any more. Why it is paused stays said. */
  forget(): void {
    this.#answer = null;
    if (!this.paused) this.#fault = null;
  }

  reading(): PinReading {
    const { value, text, overload, at } = this.#answer ?? nothing;
    return { pin: this.pin, value, text, overload, at, fault: this.#fault, paused: this.paused };
  }
}

const nothing = { value: null, text: null, overload: false, at: null };

/** The pinned queries of one instrument, asked one after the other. It holds state and decides nothing. */
export class Pinned {
  #queries: readonly PinnedQuery[] = [];
  #turn = 0;

  get pins(): readonly Pin[] {
    return this.#queries.map(({ pin }) => pin);
  }

  /** These, in this order, in place of those before. What was paused is asked again. */
  set(pins: readonly Pin[]): void {
    const before = new Map(this.#queries.map((each) => [each.pin.query, each]));
    this.#queries = pins.map((pin) => new PinnedQuery(pin, before.get(pin.query)));
    this.#turn = 0;
  }

  /** The one whose turn it is, and the next one's turn comes after it; null when none is to be asked. */
  next(): PinnedQuery | null {
    const count = this.#queries.length;
    for (let step = 0; step < count; step++) {
      const query = this.#queries[(this.#turn + step) % count];
      if (query === undefined || query.paused) continue;
      this.#turn = (this.#turn + step + 1) % count;
      return query;
    }
    return null;
  }

  /** How far apart two questions of one query are when each takes as long as last time and waits as long again, at least `pollMs`. ms */
  cycleMs(pollMs: number): number {
    return this.#queries.reduce(
      (sum, query) => sum + (query.paused ? 0 : Math.max(pollMs, 2 * query.tookMs)),
      0,
    );
  }

  forget(): void {
    for (const query of this.#queries) query.forget();
  }

  readings(): PinReading[] {
    return this.#queries.map((query) => query.reading());
  }
}
