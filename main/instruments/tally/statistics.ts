import type { Quantity } from '#shared/contract/channels.ts';
import type { Statistics as Figures } from '#shared/contract/tally.ts';
import { Histogram } from './histogram.ts';

/** Least, most, mean, deviation and distribution of the readings of one quantity. Takes no more memory the more there are. */
export class Statistics {
  readonly #quantity: Quantity;
  readonly #since: number;
  readonly #histogram: Histogram;
  #count = 0;
  #overloads = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  /** Sum of the squares of what values are off the mean. */
  #squares = 0;
  #newest: number | null = null;

  /** `since`: epoch ms. `resolution`: the smallest step of the reading, above 0. */
  constructor(quantity: Quantity, resolution: number, since: number) {
    this.#quantity = quantity;
    this.#since = since;
    this.#histogram = new Histogram(resolution);
  }

  /** A finite reading. source: B. P. Welford, Technometrics 4 (1962), 419: no sum of large squares, so no digits are lost. */
  add(value: number): void {
    this.#count++;
    this.#newest = value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    const off = value - this.#mean;
    this.#mean += off / this.#count;
    this.#squares += off * (value - this.#mean);
    this.#histogram.add(value);
  }

  /** A reading beyond the range: no number, so it is only counted. */
  overload(): void {
    this.#overloads++;
    this.#newest = null;
  }

  get figures(): Figures {
    const any = this.#count > 0;
    return {
      quantity: this.#quantity,
      since: this.#since,
      count: this.#count,
      overloads: this.#overloads,
      newest: this.#newest,
      min: any ? this.#min : null,
      max: any ? this.#max : null,
      mean: any ? this.#mean : null,
      deviation: this.#count > 1 ? Math.sqrt(this.#squares / (this.#count - 1)) : null,
      histogram: this.#histogram.bars,
    };
  }
}
