/** What an analogue-to-digital converter makes of a value. All in the unit of the value. */
export interface AdcTraits {
  /** Standard deviation of one conversion. */
  readonly noise: number;
  /** One count. */
  readonly step: number;
}

/** A converter: adds noise and rounds to whole counts. The same seed gives the same sequence. */
export class Adc {
  readonly #traits: AdcTraits;
  #state: number;

  constructor(traits: AdcTraits, seed: number) {
    this.#traits = traits;
    this.#state = seed | 0;
  }

  convert(value: number): number {
    const { noise, step } = this.#traits;
    // The sum of twelve uniform numbers is near enough to a normal one, and never farther out than six deviations.
    let sum = -6;
    let state = this.#state;
    for (let i = 0; i < 12; i++) {
      // Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32).
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      sum += ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    }
    this.#state = state;
    const counts = Math.round((value + sum * noise) / step);
    // Zero has no sign on a display.
    return counts === 0 ? 0 : counts * step;
  }
}
