import type { Circuit, Net, Regulated, Volts } from './circuit.ts';
import { LoadSearch } from './load-search.ts';

/** What an electronic load holds constant. */
export type LoadMode = 'current' | 'voltage' | 'resistance' | 'power';
/** Why the input went off by itself. */
export type LoadTrip = 'over-voltage' | 'over-power';

/** What the input stands. V, A, W. */
export const loadRating = { volts: 60, amps: 30, watts: 150 } as const;
/** The input fully open. Ohms. */
const onOhms = 20e-3;
/** Beyond the rating by this factor, for this long, the input goes off. Seconds. */
const tripAt = 1.02;
const tripAfter = 1e-3;
/**
 * The power loop is slower than the others: it computes watts over volts, and were it fast, a source that comes up
 * would never get past the current that takes at its first volt. Amperes per second.
 */
const powerSlew = 10e3;

/** The input of an electronic load between a net and ground. It sinks and never gives. */
export class ElectronicLoad implements Regulated {
  readonly plus: Net;
  readonly minus = 0;
  mode: LoadMode = 'current';
  /** What each mode holds: amperes, volts, ohms, watts. */
  readonly levels: Record<LoadMode, number> = { current: 0, voltage: 60, resistance: 10_000, power: 0 };
  #on = false;
  #trip: LoadTrip | null = null;
  #amps = 0;
  #volts = 0;
  #step = 0;
  #beyond = 0;
  readonly #search = new LoadSearch();

  constructor(circuit: Circuit, plus: Net) {
    this.plus = plus;
    circuit.add({
      stamp: () => {},
      drive: (_add, dt) => {
        this.#step = dt;
        this.#search.begin(this.#amps, loadRating.amps);
      },
      accept: (volts) => {
        this.#volts = volts[plus] as number;
      },
    });
    circuit.regulate(this);
  }

  get on(): boolean {
    return this.#on;
  }

  /** Switching, on or off, forgets why it went off. */
  set on(on: boolean) {
    this.#on = on;
    this.#trip = null;
  }

  get trip(): LoadTrip | null {
    return this.#trip;
  }

  /** Volts at the input, and amperes into it, in the last step. */
  get volts(): number {
    return this.#volts;
  }

  get amps(): number {
    return this.#amps;
  }

  current(open: Volts, perAmpere: Volts): number {
    if (!this.#on) return 0;
    const amps = this.#search.next(open[this.plus] as number, perAmpere[this.plus] as number, this.#wanted);
    return amps === 0 ? 0 : -amps;
  }

  accept(amps: number): void {
    this.#amps = amps === 0 ? 0 : -amps;
    const { volts, watts } = loadRating;
    const tooHigh = this.#volts > volts * tripAt;
    const tooMuch = this.#volts * this.#amps > watts * tripAt;
    this.#beyond = this.#on && (tooHigh || tooMuch) ? this.#beyond + this.#step : 0;
    if (this.#beyond < tripAfter) return;
    this.#on = false;
    this.#trip = tooHigh ? 'over-voltage' : 'over-power';
  }

  /** A close look ends as if it had not been: nothing trips in it. */
  keep(): () => void {
    const before = [this.#on, this.#trip, this.#amps, this.#volts, this.#step, this.#beyond] as const;
    return () => {
      [this.#on, this.#trip, this.#amps, this.#volts, this.#step, this.#beyond] = before;
    };
  }

  /** The law of each mode; whatever the mode, no more than the input fully open lets through. */
  #wanted = (open: number, ohms: number): number => {
    const level = this.levels[this.mode];
    const most = Math.min(loadRating.amps, open / (ohms + onOhms));
    return Math.max(0, Math.min(this.#lawful(level, open, ohms), most));
  };
  #lawful(level: number, open: number, ohms: number): number {
    switch (this.mode) {
      case 'current':
        return level;
      case 'voltage':
        return (open - level) / ohms;
      case 'resistance':
        return open / (ohms + level);
      case 'power':
        return Math.min(forWatts(level, open, ohms), this.#amps + powerSlew * this.#step);
    }
  }
}

/** The smaller current that takes `watts`; Infinity when no current does. */
function forWatts(watts: number, open: number, ohms: number): number {
  const root = open * open - 4 * ohms * watts;
  if (open <= 0 || root < 0) return watts > 0 ? Infinity : 0;
  // The textbook form loses all digits where ohms are small.
  return (2 * watts) / (open + Math.sqrt(root));
}
