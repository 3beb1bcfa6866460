import { Adc } from './adc.ts';
import { shuntOhms } from './bench-circuit.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { meterCommands } from './meter-commands.ts';
import { type MeterFunction, meterFunctions } from './meter-functions.ts';
import { aperture, countFor, initialSettings, type MeterSettings } from './meter-range.ts';
import { measure } from './scope-measure.ts';
import type { Making } from './simulated.ts';

/** Its test current gets no further than this across an unknown resistance. Volts. */
const mostOhmVolts = 12;
/** One cycle of the mains: what a measurement takes of bench time, or a multiple; AC looks at one closely. Seconds. */
const cycleSeconds = 20e-3;
/** A prime, so that what switches at a round frequency is met in all its phases. */
const looks = 4007;
/** A source elsewhere that puts more than this on the terminals makes a resistance meaningless. Volts. */
const foreignVolts = 0.1;

/** What `*SAV` keeps. */
interface MeterState {
  readonly function: MeterFunction;
  readonly settings: Readonly<Record<MeterFunction, MeterSettings>>;
}

const initialMeter: MeterState = {
  function: 'VOLT',
  settings: Object.fromEntries(meterFunctions.map((each) => [each, initialSettings(each)])) as Record<
    MeterFunction,
    MeterSettings
  >,
};

/** The multimeter itself, without a wire. Its jacks stay where they are: V and Ω at the bus, A in the load's lead. */
export class MeterInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #making: Making;
  readonly #adc: Adc;
  readonly #interpreter: Interpreter;
  readonly #registers: MeterState[] = Array.from({ length: lastRegister + 1 }, () => initialMeter);
  #state = initialMeter;
  #last: number | null = null;

  constructor(making: Making) {
    this.#making = making;
    // In counts of the range.
    this.#adc = new Adc({ noise: 0.6, step: 1 }, making.seed + 200);
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-DM1,${making.serial},${making.firmware}`,
          reset: () => this.#restore(initialMeter),
          save: (register) => {
            this.#registers[register] = this.#state;
          },
          recall: (register) => this.#restore(this.#registers[register] ?? initialMeter),
          selfTest: () => 0,
          trigger: () => void this.measure(),
        }),
        ...systemCommands(this.status, this.panel),
        ...meterCommands(this),
      ],
      this.status,
    );
  }

  run(message: string): string | null {
    this.#follow();
    return this.#interpreter.run(message);
  }

  get function(): MeterFunction {
    return this.#state.function;
  }

  choose(chosen: MeterFunction): void {
    this.#restore({ ...this.#state, function: chosen });
  }

  settings(of: MeterFunction): MeterSettings {
    return this.#state.settings[of];
  }

  /** Changes how one function measures. What was measured before does not count any more. */
  set(of: MeterFunction, settings: Partial<MeterSettings>): void {
    const all = this.#state.settings;
    this.#restore({ ...this.#state, settings: { ...all, [of]: { ...all[of], ...settings } } });
  }

  #restore(state: MeterState): void {
    this.#state = state;
    this.#last = null;
  }

  /** The last measurement; null when none was made with this function. */
  get last(): number | null {
    return this.#last;
  }

  /** One measurement. V, A, ohms or Hz; Infinity when it is beyond the range. */
  measure(): number {
    this.#pass();
    this.#last = this.#converted(this.#sensed());
    return this.#last;
  }

  #sensed(): number {
    const { bench } = this.#making;
    const { circuit, bus, loadIn } = bench;
    switch (this.function) {
      case 'VOLT':
        return circuit.volts(bus);
      case 'CURR':
        return circuit.volts(bus, loadIn) / shuntOhms;
      case 'RES':
        return this.#resistance();
      case 'VOLT:AC':
        return deviation(this.#look().atBus);
      case 'CURR:AC': {
        const { atBus, atLoad } = this.#look();
        return deviation(atBus.map((volts, at) => (volts - (atLoad[at] ?? 0)) / shuntOhms));
      }
      case 'FREQ': {
        const { frequency } = measure(this.#look().atBus, cycleSeconds / looks, 1e-3);
        return frequency ?? Number.NaN;
      }
    }
  }

  /** Volts at its jacks, closely. */
  #look(): { readonly atBus: Float64Array; readonly atLoad: Float64Array } {
    const { circuit, bus, loadIn } = this.#making.bench;
    const [atBus = new Float64Array(), atLoad = new Float64Array()] = circuit.window(cycleSeconds, looks, [
      bus,
      loadIn,
    ]);
    return { atBus, atLoad };
  }

  /** Sends its current through what is at its terminals and looks at the voltage. */
  #resistance(): number {
    const { bench } = this.#making;
    if (Math.abs(bench.circuit.volts(bench.bus)) > foreignVolts) return Number.POSITIVE_INFINITY;
    bench.ohmmeter.on = true;
    this.#pass();
    const volts = bench.circuit.volts(bench.bus);
    bench.ohmmeter.on = false;
    this.#pass();
    return volts > mostOhmVolts ? Number.POSITIVE_INFINITY : volts / bench.ohmmeter.amps;
  }

  /** In whole counts of the range, with noise in the last one. */
  #converted(value: number): number {
    const count = countFor(this.function, value, this.settings(this.function));
    if (Number.isNaN(value)) return value;
    return count === null ? Number.POSITIVE_INFINITY : this.#adc.convert(value / count) * count;
  }

  /** Lets as much time go by as one measurement takes. */
  #pass(): void {
    this.#making.time.take(aperture(this.settings(this.function).cycles).cycles * cycleSeconds);
    this.#follow();
  }

  #follow(): void {
    this.#making.bench.circuit.advance(this.#making.time.seconds);
  }
}

/** What is left without the mean, as its root mean square. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length);
}
