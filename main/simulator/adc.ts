/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
  readonly #random: () => number;

  constructor(traits: AdcTraits, seed: number) {
    this.#traits = traits;
    this.#random = randomFrom(seed);
  }

  convert(value: number): number {
    const { noise, step } = this.#traits;
    // The sum of twelve uniform numbers is near enough to a normal one, and never farther out than six deviations.
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.#random();
    const counts = Math.round((value + sum * noise) / step);
    // Zero has no sign on a display.
    return counts === 0 ? 0 : counts * step;
  }
}
