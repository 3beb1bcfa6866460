import { type Acquisition, acquire, scopeAdc, voltsOf, voltsPerCount } from './acquisition.ts';
import type { Adc } from './adc.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { scopeCommands } from './scope-commands.ts';
import { type Measured, measure } from './scope-measure.ts';
import { initialScope, type ScopeChannel, type ScopeState } from './scope-state.ts';
import type { Making } from './simulated.ts';

/** How long one acquisition is what is measured and read, while it runs. Bench seconds. */
const freshSeconds = 20e-3;

/** The oscilloscope itself, without a wire. */
export class ScopeInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #making: Making;
  readonly #adc: Adc;
  readonly #interpreter: Interpreter;
  readonly #registers: ScopeState[] = Array.from({ length: lastRegister + 1 }, () => initialScope);
  #state = initialScope;
  #acquired: { readonly acquisition: Acquisition; readonly at: number } | null = null;

  constructor(making: Making) {
    this.#making = making;
    this.#adc = scopeAdc(making.seed);
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
        }),
        ...systemCommands(this.status, this.panel),
        ...scopeCommands(this),
      ],
      this.status,
    );
  }

  run(message: string): string | null {
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
    const { bench, time } = this.#making;
    const now = time.seconds;
    const last = this.#acquired;
    if (this.#state.run === 'stop' || (last !== null && now - last.at < freshSeconds))
      return last?.acquisition ?? null;
    const nets = [bench.bus, bench.generator];
    const look = (seconds: number, samples: number): Float64Array[] =>
      bench.circuit.window(seconds, samples, nets);
    const acquisition = acquire(this.#state, look, this.#adc);
    if (acquisition !== null) {
      this.#acquired = { acquisition, at: now };
      if (this.#state.run === 'single' && acquisition.triggered)
        this.#state = { ...this.#state, run: 'stop' };
    }
    return acquisition ?? last?.acquisition ?? null;
  }

  /** Volts of a channel of the newest acquisition; empty when there is none. */
  trace(number: number): Float64Array {
    const acquisition = this.acquired();
    return acquisition === null ? new Float64Array() : voltsOf(acquisition, number);
  }

  measured(number: number): Measured | null {
    const acquisition = this.acquired();
    const channel = acquisition?.channels[number - 1];
    if (!acquisition || channel === undefined) return null;
    return measure(voltsOf(acquisition, number), acquisition.interval, voltsPerCount(channel));
  }

  /** Chooses scales in the 1-2-5 series that fit what is there now. */
  autoscale(): void {
    const { bench } = this.#making;
    const seen = bench.circuit.window(10e-3, 4000, [bench.bus, bench.generator]);
    const channels = this.#state.channels.map((channel, index) => {
      const volts = seen[index] ?? new Float64Array();
      const [max, min] = [Math.max(...volts), Math.min(...volts)];
      const offset = (max + min) / 2;
      return { ...channel, scale: nice(Math.max((max - min) / 6, 0.01)), offset: Number(offset.toFixed(3)) };
    });
    this.change({ channels, run: 'run' });
    const period = measure(seen[1] ?? new Float64Array(1), 10e-3 / 4000, 1e-4).period;
    const level = channels[1]?.offset ?? 0;
    this.change({
      timeScale: period === null ? 1e-3 : nice((3 * period) / 10),
      trigger: { ...this.#state.trigger, source: 2, level },
    });
  }
}

/** The next number of 1, 2, 5, 10 … */
function nice(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * decade).find((step) => step >= value * (1 - 1e-9)) ?? 10 * decade;
}
