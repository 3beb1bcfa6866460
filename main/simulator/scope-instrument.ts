import {
  type Acquisition,
  acquire,
  isSingle,
  scopeAdc,
  type View,
  voltsOf,
  voltsPerCount,
} from './acquisition.ts';
import type { Adc } from './adc.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { scopeCommands } from './scope-commands.ts';
import { type Measured, measure } from './scope-measure.ts';
import { divisions, initialScope, type ScopeChannel, type ScopeState } from './scope-state.ts';
import type { Making } from './simulated.ts';

/**
 * How long one acquisition is what is measured and read, while it runs and nobody changes anything on the bench: as long as a
 * screen takes, and at most this. Bench seconds.
 */
const freshSeconds = 20e-3;

/** What was acquired, with what is worked out of it once. `acquisition` null: no trigger has come yet. */
interface Acquired {
  readonly acquisition: Acquisition | null;
  /** Bench seconds, and the number of the message that asked for it. */
  readonly at: number;
  readonly message: number;
  readonly settings: string;
  readonly traces: Map<number, Float64Array>;
  readonly measured: Map<number, Measured>;
}

/** AUToscale looks from close up to far away. Seconds; samples of each; V that count as one count. */
const autoscaleSeconds = [4e-6, 40e-6, 400e-6, 10e-3];
const autoscaleSamples = 2000;
const autoscaleVolts = 1e-4;

/** The oscilloscope itself, without a wire. */
export class ScopeInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #making: Making;
  readonly #adc: Adc;
  readonly #interpreter: Interpreter;
  readonly #registers: ScopeState[] = Array.from({ length: lastRegister + 1 }, () => initialScope);
  #state = initialScope;
  #acquired: Acquired | null = null;
  #messages = 0;
  readonly #view: View;

  constructor(making: Making) {
    this.#making = making;
    this.#adc = scopeAdc(making.seed);
    const { bench } = making;
    const nets = [bench.bus, bench.generator];
    this.#view = {
      look: (wait, seconds, samples, enough) =>
        bench.circuit.window(seconds, samples, nets, { wait, enough }),
      // Whatever the supply and the load do, capacitors move the bus.
      rests: (channel) => channel === 2 && bench.generatorPart.rests,
    };
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-DS2,${making.serial},${making.firmware}`,
          reset: () => this.change(initialScope),
          save: (register) => {
            this.#registers[register] = this.#state;
          },
          recall: (register) => this.change(this.#registers[register] ?? initialScope),
          selfTest: () => 0,
          trigger: () => this.change({ run: 'single' }),
        }),
        ...systemCommands(this.status, this.panel),
        ...scopeCommands(this),
      ],
      this.status,
    );
  }

  run(message: string): string | null {
    this.#messages++;
    this.#making.bench.circuit.advance(this.#making.time.seconds);
    return this.#interpreter.run(message);
  }

  get state(): ScopeState {
    return this.#state;
  }

  /** Changes some settings. What was acquired before stays as long as it is stopped. */
  change(settings: Partial<ScopeState>): void {
    this.#state = { ...this.#state, ...settings };
    if (this.#state.run !== 'stop') this.#acquired = null;
  }

  changeChannel(number: number, settings: Partial<ScopeChannel>): void {
    const channels = this.#state.channels.map((channel, index) =>
      index === number - 1 ? { ...channel, ...settings } : channel,
    );
    this.change({ channels });
  }

  /** The newest acquisition; a new one when it runs and the last one is not of just now. Null: none was triggered yet. */
  acquired(): Acquisition | null {
    return this.#newest()?.acquisition ?? null;
  }

  /** Whether it acquires now: a single acquisition that has triggered meanwhile is over. */
  runs(): ScopeState['run'] {
    this.acquired();
    return this.#state.run;
  }

  #newest(): Acquired | null {
    const { bench, time } = this.#making;
    const now = time.seconds;
    const last = this.#acquired;
    if (this.#state.run === 'stop') return last;
    // All that one message asks is asked of one screen.
    if (last?.message === this.#messages) return last;
    const { settings } = bench;
    const fresh = Math.min(freshSeconds, this.#state.timeScale * divisions.across);
    if (last !== null && now - last.at < fresh && last.settings === settings) return last;
    const acquisition = acquire(this.#state, this.#view, this.#adc);
    const asked = { at: now, message: this.#messages, settings };
    this.#acquired =
      acquisition === null
        ? { acquisition: null, traces: new Map(), measured: new Map(), ...last, ...asked }
        : { acquisition, traces: new Map(), measured: new Map(), ...asked };
    if (isSingle(this.#state) && acquisition?.triggered === true)
      this.#state = { ...this.#state, run: 'stop' };
    return this.#acquired;
  }

  /** Volts of a channel of the newest acquisition; empty when there is none. */
  trace(number: number): Float64Array {
    const newest = this.#newest();
    if (!newest?.acquisition) return new Float64Array();
    let trace = newest.traces.get(number);
    if (trace === undefined) {
      trace = voltsOf(newest.acquisition, number);
      newest.traces.set(number, trace);
    }
    return trace;
  }

  measured(number: number): Measured | null {
    const newest = this.#newest();
    const channel = newest?.acquisition?.channels[number - 1];
    if (!newest?.acquisition || channel === undefined) return null;
    let measured = newest.measured.get(number);
    if (measured === undefined) {
      measured = measure(this.trace(number), newest.acquisition.interval, voltsPerCount(channel));
      newest.measured.set(number, measured);
    }
    return measured;
  }

  /** Chooses scales in the 1-2-5 series that fit what is there now, from 5 MHz down to some 200 Hz. */
  autoscale(): void {
    const { bench } = this.#making;
    const nets = [bench.bus, bench.generator];
    const looks = autoscaleSeconds.map((seconds) => bench.circuit.window(seconds, autoscaleSamples, nets));
    const channels = this.#state.channels.map((channel, index) => {
      const ends = looks.flatMap((look) => {
        const volts = look[index] ?? new Float64Array();
        return [Math.max(...volts), Math.min(...volts)];
      });
      const [max, min] = [Math.max(...ends), Math.min(...ends)];
      const offset = (max + min) / 2;
      const scale = nice(Math.max((max - min) / 6, 0.01));
      return { ...channel, scale, offset: Number(offset.toFixed(3)) };
    });
    this.change({ channels, run: 'run' });
    // The closest look that shows a period has the most samples in it.
    const periods = looks.map(
      (look, at) =>
        measure(
          look[1] ?? new Float64Array(1),
          (autoscaleSeconds[at] ?? 0) / autoscaleSamples,
          autoscaleVolts,
        ).period,
    );
    const period = periods.find((each) => each !== null) ?? null;
    const level = channels[1]?.offset ?? 0;
    this.change({
      timeScale: period === null ? 1e-3 : Math.max(nice((3 * period) / 10), 1e-7),
      trigger: { ...this.#state.trigger, source: 2, level },
    });
  }
}

/** The next number of 1, 2, 5, 10 … */
function nice(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * decade).find((step) => step >= value * (1 - 1e-9)) ?? 10 * decade;
}
