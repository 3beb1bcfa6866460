import { curvePoints, type DischargeCurve } from '#shared/contract/discharge.ts';

const columns = ['seconds', 'volts', 'amps', 'ampHours'] as const;
type Row = Readonly<Record<(typeof columns)[number], number>>;

/**
 * A curve of bounded size, however long it gets: when it is full, each pair of points becomes their mean, and from then on each
 * point stands for twice as many readings. A gap (NaN) stays one.
 */
export class Curve {
  readonly #most: number;
  readonly #points: DischargeCurve;
  #length = 0;
  /** Readings that one point stands for. */
  #stride = 1;
  /** What is not a whole point yet: sums, and of how many readings. */
  #open: Record<keyof Row, number> = none();
  #count = 0;

  /** `most`: an even number of points. */
  constructor(most = curvePoints) {
    this.#most = most;
    const column = () => new Float64Array(most);
    this.#points = { seconds: column(), volts: column(), amps: column(), ampHours: column() };
  }

  /** A reading, in time. */
  add(row: Row): void {
    for (const column of columns) this.#open[column] += row[column];
    this.#count++;
    if (this.#count < this.#stride) return;
    this.#put(this.#mean());
    this.#open = none();
    this.#count = 0;
  }

  /** Nothing was known at this time; what has flowed until then is. */
  gap(seconds: number, ampHours: number): void {
    this.add({ seconds, volts: Number.NaN, amps: Number.NaN, ampHours });
  }

  /** A copy, with the newest readings as its last point. */
  get points(): DischargeCurve {
    const rest = this.#count === 0 ? null : this.#mean();
    const copied = (column: keyof Row) => {
      const copy = new Float64Array(this.#length + (rest === null ? 0 : 1));
      copy.set(this.#points[column].subarray(0, this.#length));
      if (rest !== null) copy[this.#length] = rest[column];
      return copy;
    };
    return {
      seconds: copied('seconds'),
      volts: copied('volts'),
      amps: copied('amps'),
      ampHours: copied('ampHours'),
    };
  }

  #mean(): Row {
    const { seconds, volts, amps, ampHours } = this.#open;
    const by = this.#count;
    return { seconds: seconds / by, volts: volts / by, amps: amps / by, ampHours: ampHours / by };
  }

  #put(row: Row): void {
    for (const column of columns) this.#points[column][this.#length] = row[column];
    this.#length++;
    if (this.#length < this.#most) return;
    for (const column of columns) halve(this.#points[column]);
    this.#length /= 2;
    this.#stride *= 2;
  }
}

const none = (): Record<keyof Row, number> => ({ seconds: 0, volts: 0, amps: 0, ampHours: 0 });

function halve(values: Float64Array): void {
  for (let at = 0; at < values.length / 2; at++)
    values[at] = ((values[2 * at] as number) + (values[2 * at + 1] as number)) / 2;
}
