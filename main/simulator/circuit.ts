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

/** Whether the samples up to this one are enough. */
export type Enough = (seen: readonly Float64Array[], sample: number) => boolean;

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
/** Steps of the time before a look. */
const waitSteps = 200;
/** Every net leaks a little, as it does on a table: so that no net floats. Siemens. */
const leak = 1e-12;

/**
 * One circuit: nets, and parts between them, solved by nodal analysis with backward Euler steps of 1 us and, where
 * nothing moves, of up to minutes. Time moves only in `advance`, so the same inputs give the same voltages.
 */
export class Circuit {
  #nets = 1;
  readonly #parts: Part[] = [];
  readonly #regulated: Regulated[] = [];
  #levels: (Level | undefined)[] = [];
  #level = 0;
  /** At the end of the last step. */
  #volts: Volts = new Float64Array(1);
  /** Of the step that is being solved. Nothing is made anew for a step: a look takes thousands. */
  #nextVolts: Volts = new Float64Array(1);
  readonly #amps: number[] = [];
  #open: Volts = new Float64Array(1);
  #currents = new Float64Array(1);
  readonly #drive = (a: Net, b: Net, amps: number): void => {
    this.#currents[a] = (this.#currents[a] as number) - amps;
    this.#currents[b] = (this.#currents[b] as number) + amps;
  };
  /** Steps of 1 us since the start. */
  #now = 0;

  net(): Net {
    const size = this.#nets + 1;
    this.#volts = new Float64Array(size);
    this.#nextVolts = new Float64Array(size);
    this.#open = new Float64Array(size);
    this.#currents = new Float64Array(size);
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
      this.#solve(this.#prepared(level), null);
      let rise = 0;
      for (let net = 0; net < this.#nets; net++)
        rise = Math.max(rise, Math.abs((this.#nextVolts[net] as number) - (this.#volts[net] as number)));
      if (rise > maxRise && level > 0) {
        this.#level = level - 1;
        continue;
      }
      this.#take();
      this.#now += 2 ** level;
      if (level === this.#level && rise < maxRise / 4) this.#level++;
    }
  }

  /**
   * Looks closely at the `seconds` after now: volts of each of `nets` at `samples` equal steps, with every source as it
   * really moves. Nothing of it lasts: the circuit goes on from where it was. What moves faster than a step is met where
   * it is just then, as by a sampler. `wait`: seconds that pass before, in which every source counts as its mean. `enough`
   * is asked after each step, and true ends the look there.
   */
  window(
    seconds: number,
    samples: number,
    nets: readonly Net[],
    { wait = 0, enough }: { readonly wait?: number; readonly enough?: Enough | undefined } = {},
  ): Float64Array[] {
    if (!(samples <= mostSamples)) throw new RangeError(`a look takes at most ${mostSamples} steps`);
    const kept = [...this.#parts, ...this.#regulated].map((part) => part.keep?.());
    const volts = this.#volts.slice();
    const start = this.#now * stepSeconds + wait;
    if (wait > 0) {
      const pause = this.#prepare(wait / waitSteps);
      for (let step = 0; step < waitSteps; step++) {
        this.#solve(pause, null);
        this.#take();
      }
    }
    const level = this.#prepare(seconds / samples);
    const seen = nets.map(() => new Float64Array(samples));
    let taken = 0;
    for (let sample = 0; sample < samples; sample++) {
      this.#solve(level, start + (sample + 1) * level.dt);
      this.#take();
      for (let index = 0; index < nets.length; index++)
        (seen[index] as Float64Array)[sample] = this.#volts[nets[index] as Net] as number;
      taken = sample + 1;
      if (enough?.(seen, sample) === true) break;
    }
    this.#volts.set(volts);
    for (const restore of kept) restore?.();
    return taken === samples ? seen : seen.map((each) => each.subarray(0, taken));
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
      const volts = new Float64Array(n + 1);
      multiply(inverse, currents, volts);
      return volts;
    });
    return { dt, inverse, perAmpere };
  }

  /** Solves a step: the voltages and currents at its end. */
  #solve({ dt, inverse, perAmpere }: Level, at: number | null): void {
    const volts = this.#nextVolts;
    const amps = this.#amps;
    const nets = this.#nets;
    this.#currents.fill(0);
    for (const part of this.#parts) part.drive?.(this.#drive, dt, at);
    multiply(inverse, this.#currents, volts);
    amps.fill(0);

    // Each regulated part in turn against the others, until none moves. Parts that do not meet need one turn.
    for (let turn = 0; turn < 200; turn++) {
      let moved = 0;
      for (let index = 0; index < amps.length; index++) {
        const part = this.#regulated[index] as Regulated;
        const rise = perAmpere[index] as Volts;
        const had = amps[index] as number;
        let open = volts;
        if (had !== 0) {
          open = this.#open;
          for (let net = 0; net < nets; net++)
            open[net] = (volts[net] as number) - had * (rise[net] as number);
        }
        const has = part.current(open, rise, at);
        moved = Math.max(moved, Math.abs(has - had));
        amps[index] = has;
        if (had === 0 && has === 0) continue;
        for (let net = 1; net < nets; net++) volts[net] = (open[net] as number) + has * (rise[net] as number);
      }
      if (moved < 1e-12) break;
    }
  }

  /** The step that was solved becomes what is. */
  #take(): void {
    [this.#volts, this.#nextVolts] = [this.#nextVolts, this.#volts];
    for (const part of this.#parts) part.accept?.(this.#volts);
    for (let index = 0; index < this.#amps.length; index++)
      (this.#regulated[index] as Regulated).accept(this.#amps[index] as number);
  }
}
