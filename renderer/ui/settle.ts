import { signPlace } from '#shared/quantity/decimal-sign.ts';

/** How long a digit counts as moving after the reading has moved it, ms. */
export const settleMs = 1000;

/** Readings of the last second and the one before them, oldest first. `at` in ms, on one clock. */
export type Settling = readonly { readonly at: number; readonly value: number }[];

export const unsettled: Settling = [];

/** Takes the next reading. What is older than a second is let go, but for the newest of it: that one held until then. */
export function settle(before: Settling, value: number, now: number): Settling {
  const all = [...before, { at: now, value }];
  const recent = all.findIndex(({ at }) => now - at < settleMs);
  return all.slice(Math.max(recent - 1, 0));
}

/** How far the reading has moved within the last second. */
export function movedBy(settling: Settling, now: number): number {
  const recent = settling.findIndex(({ at }) => now - at < settleMs);
  if (recent === -1) return 0;
  const values = settling.slice(Math.max(recent - 1, 0)).map(({ value }) => value);
  return Math.max(...values) - Math.min(...values);
}

/**
 * The first place of a text that is drawn dim; its length when none is. A digit counts as moving when the reading moved by
 * at least the worth of its place. So 3.2999 to 3.3001 dims the last digit alone, though all of them were written anew:
 * what moved is a fifth of a millivolt, and the person should see 3.300 stand still.
 */
export function firstMoving(text: string, moved: number): number {
  if (moved <= 0) return text.length;
  const sign = signPlace(text);
  const point = sign === -1 ? text.length : sign;
  // Thousands are set apart by thin spaces, which are no places.
  const digits = text.slice(0, point).replace(/\D/gu, '').length;
  let power = digits - 1;
  for (let place = 0; place < text.length; place++) {
    if (!/\d/u.test(text[place] ?? '')) continue;
    if (moved >= 10 ** power * (1 - 1e-9)) return place;
    power--;
  }
  return text.length;
}

/** Milliseconds until a reading leaves the last second; null when the digits have settled. */
export function settlesIn(settling: Settling, now: number): number | null {
  if (movedBy(settling, now) === 0) return null;
  const oldest = settling.find(({ at }) => now - at < settleMs);
  return oldest === undefined ? null : oldest.at + settleMs - now;
}

/** 0.0025 gives 0.001; what is a power of ten but for the last bits is that power. */
const decadeOf = (moved: number): number =>
  moved > 0 ? 10 ** Math.floor(Math.log10(moved * (1 + 1e-9))) : 0;

/** Follows one reading and says how far it moved within the last second. Tells its listeners when that changes. */
export class Movement {
  #settling: Settling = unsettled;
  #moved = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** In the unit of the reading, down to its power of ten: which digits moved is told by that alone, and changes less often. */
  readonly moved = (): number => this.#moved;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearTimeout(this.#timer);
    };
  };

  /** The reading as it is now; null when it is not live, and whatever follows begins anew. */
  take(value: number | null): void {
    this.#settling = value === null ? unsettled : settle(this.#settling, value, this.#now());
    this.#look();
  }

  #look(): void {
    const now = this.#now();
    const moved = decadeOf(movedBy(this.#settling, now));
    const wait = settlesIn(this.#settling, now);
    clearTimeout(this.#timer);
    if (wait !== null) this.#timer = setTimeout(() => this.#look(), Math.ceil(wait));
    if (moved === this.#moved) return;
    this.#moved = moved;
    for (const listener of this.#listeners) listener();
  }
}
