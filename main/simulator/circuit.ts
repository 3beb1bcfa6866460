import { invert, multiply } from './linear.ts';

/** A net of the circuit. Ground is net 0, at 0 V. */
export type Net = number;

/** Volts of every net against ground, indexed by net. */
export type Volts = Float64Array;

/** A linear part between nets. It attaches itself to a circuit when it is made. */
export interface Part {
  /** Adds its conductances (S) for a step of `dt` seconds. */
  stamp(add: (a: Net, b: Net, siemens: number) => void, dt: number): void;
  /**
   * Adds the currents (A) that it drives from net `a` through itself into net `b` in a step of `dt` seconds. `at`: seconds
   * since the start of the circuit, where somebody looks closely; null where what goes on within a step counts as its mean.
   */
  drive?(add: (a: Net, b: Net, amps: number) => void, dt: number, at: number | null): void;
  /** A step was taken, and these are the voltages at its end. */
  accept?(volts: Volts): void;
  /** What it remembers, as something that puts it back. */
  keep?(): () => void;
}

/** A part whose current depends on the rest of the circuit: a regulated supply, later an electronic load. */
export interface Regulated {
  readonly plus: Net;
  readonly minus: Net;
  /**
   * The current (A) out of `plus`, given every voltage were it to deliver none, and how much each rises per ampere.
   */
  current(open: Volts, perAmpere: Volts, at: number | null): number;
  accept(amps: number): void;
  keep?(): () => void;
}

interface Level {
  readonly dt: number;
  readonly inverse: Float64Array;
  /** Rise of every net per ampere, one for each regulated part. */
  readonly perAmpere: readonly Volts[];
}

/** The shortest step, and the unit of circuit time: 1 us. */
const stepSeconds = 1e-6;
/** A longer step that moves any net by more than this is taken again, shorter. Volts. */
const maxRise = 1e-3;
const longestLevel = 30;
/** Steps of one look, so that no look takes long. */
const mostSamples = 20_000;
/** Every net leaks a little, as it does on a table: so that no net floats. Siemens. */
const leak = 1e-12;

/**
 * One circuit: nets, and parts between them, solved by nodal analysis with backward Euler steps of 1 us and, where
 * nothing moves, of up to minutes. Time moves only in `advance`, so the same inputs give the same voltages.
 */
export class Circuit {
  #nets = 1;
  #parts: Part[] = [];
  #regulated: Regulated[] = [];
  #amps: number[] = [];
  #levels: (Level | undefined)[] = [];
  #level = 0;
  #volts: Volts = new Float64Array(1);
  /** Steps of 1 us since the start. */
  #now = 0;

  net(): Net {
    this.#volts = new Float64Array(this.#nets + 1);
    this.changed();
    return this.#nets++;
  }

  add(part: Part): void {
    this.#parts.push(part);
    this.changed();
  }

  regulate(part: Regulated): void {
    this.#regulated.push(part);
    this.#amps.push(0);
    this.changed();
  }

  /** A conductance is another one now. */
  changed(): void {
    this.#levels = [];
    this.#level = 0;
  }

  /** Volts between two nets at the end of the last step. */
  volts(plus: Net, minus: Net = 0): number {
    return (this.#volts[plus] as number) - (this.#volts[minus] as number);
  }

  /** Lets `seconds` pass since the start of the circuit, in whole microseconds; a time in the past changes nothing. */
  advance(seconds: number): void {
    const until = Math.floor(seconds / stepSeconds);
    while (this.#now < until) {
      const fits = Math.floor(Math.log2(until - this.#now));
      const level = Math.min(this.#level, fits, longestLevel);
      const next = this.#solve(this.#prepared(level), null);
      const rise = next.volts.reduce((most, v, net) => Math.max(most, Math.abs(v - this.volts(net))), 0);
      if (rise > maxRise && level > 0) {
        this.#level = level - 1;
        continue;
      }
      this.#volts = next.volts;
      this.#amps = next.amps;
      for (const part of this.#parts) part.accept?.(next.volts);
      this.#regulated.forEach((part, index) => {
        part.accept(next.amps[index] as number);
      });
      this.#now += 2 ** level;
      if (level === this.#level && rise < maxRise / 4) this.#level++;
    }
  }

  /**
   * Looks closely at the `seconds` after now: volts of each of `nets` at `samples` equal steps, with every source as it
   * really moves. Nothing of it lasts: the circuit goes on from where it was. What moves faster than a step is met where
   * it is just then, as by a sampler.
   */
  window(seconds: number, samples: number, nets: readonly Net[]): Float64Array[] {
    if (!(samples <= mostSamples)) throw new RangeError(`a look takes at most ${mostSamples} steps`);
    const kept = [...this.#parts, ...this.#regulated].map((part) => part.keep?.());
    const [volts, amps] = [this.#volts, this.#amps];
    const level = this.#prepare(seconds / samples);
    const start = this.#now * stepSeconds;
    const seen = nets.map(() => new Float64Array(samples));
    for (let sample = 0; sample < samples; sample++) {
      const next = this.#solve(level, start + (sample + 1) * level.dt);
      this.#volts = next.volts;
      this.#amps = next.amps;
      for (const part of this.#parts) part.accept?.(next.volts);
      this.#regulated.forEach((part, index) => {
        part.accept(next.amps[index] as number);
      });
      nets.forEach((net, index) => {
        (seen[index] as Float64Array)[sample] = next.volts[net] as number;
      });
    }
    this.#volts = volts;
    this.#amps = amps;
    for (const restore of kept) restore?.();
    return seen;
  }

  #prepared(level: number): Level {
    const known = this.#levels[level];
    if (known !== undefined) return known;
    const made = this.#prepare(stepSeconds * 2 ** level);
    this.#levels[level] = made;
    return made;
  }

  #prepare(dt: number): Level {
    const n = this.#nets - 1;
    const matrix = new Float64Array(n * n);
    const put = (a: Net, b: Net, siemens: number) => {
      if (a > 0 && b > 0) {
        const index = (a - 1) * n + (b - 1);
        matrix[index] = (matrix[index] as number) + siemens;
      }
    };
    const stamp = (a: Net, b: Net, siemens: number) => {
      put(a, a, siemens);
      put(b, b, siemens);
      put(a, b, -siemens);
      put(b, a, -siemens);
    };
    for (let net = 1; net <= n; net++) stamp(net, 0, leak);
    for (const part of this.#parts) part.stamp(stamp, dt);
    const inverse = invert(matrix, n);
    const perAmpere = this.#regulated.map((part) => {
      const currents = new Float64Array(n + 1);
      currents[part.plus] = 1;
      currents[part.minus] = -1;
      return withGround(inverse, currents);
    });
    return { dt, inverse, perAmpere };
  }

  #solve({ dt, inverse, perAmpere }: Level, at: number | null): { volts: Volts; amps: number[] } {
    const currents = new Float64Array(this.#nets);
    const drive = (a: Net, b: Net, amps: number) => {
      currents[a] = (currents[a] as number) - amps;
      currents[b] = (currents[b] as number) + amps;
    };
    for (const part of this.#parts) part.drive?.(drive, dt, at);
    const volts = withGround(inverse, currents);
    const amps = this.#amps.map(() => 0);

    // Each regulated part in turn against the others, until none moves. Parts that do not meet need one turn.
    for (let turn = 0; turn < 200; turn++) {
      let moved = 0;
      this.#regulated.forEach((part, index) => {
        const rise = perAmpere[index] as Volts;
        const had = amps[index] as number;
        const open = volts.map((v, net) => v - had * (rise[net] as number));
        const has = part.current(open, rise, at);
        moved = Math.max(moved, Math.abs(has - had));
        amps[index] = has;
        for (let net = 1; net < volts.length; net++)
          volts[net] = (open[net] as number) + has * (rise[net] as number);
      });
      if (moved < 1e-12) break;
    }
    return { volts, amps };
  }
}

/** Voltages of all nets from the currents into them; ground takes what it is given and stays at 0 V. */
function withGround(inverse: Float64Array, currents: Float64Array): Volts {
  const n = currents.length - 1;
  const volts = new Float64Array(n + 1);
  multiply(inverse, currents.subarray(1), volts.subarray(1));
  return volts;
}
