import { Adc } from './adc.ts';
import { shuntOhms } from './bench-circuit.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { meterCommands } from './meter-commands.ts';
import type { MeterFunction } from './meter-functions.ts';
import { measure } from './scope-measure.ts';
import type { Making } from './simulated.ts';

/** Beyond this it measures nothing: V, A, and V across an unknown resistance. */
const most = { volts: 1000, amps: 10, ohmVolts: 12 } as const;
/** Bench time that one measurement takes; AC looks at as much of it closely. Seconds. */
const measurementSeconds = 20e-3;
/** A prime, so that what switches at a round frequency is met in all its phases. */
const looks = 4007;
/** A source elsewhere that puts more than this on the terminals makes a resistance meaningless. Volts. */
const foreignVolts = 0.1;

/** The multimeter itself, without a wire. Its jacks stay where they are: V and Ω at the bus, A in the load's lead. */
export class MeterInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #making: Making;
  readonly #adc: Adc;
  readonly #interpreter: Interpreter;
  readonly #registers: MeterFunction[] = Array.from({ length: lastRegister + 1 }, () => 'VOLT');
  #function: MeterFunction = 'VOLT';
  #last: number | null = null;

  constructor(making: Making) {
    this.#making = making;
    // In parts of the value's own count: six and a half digits.
    this.#adc = new Adc({ noise: 0.6, step: 1 }, making.seed + 200);
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-DM1,${making.serial},${making.firmware}`,
          reset: () => this.choose('VOLT'),
          save: (register) => {
            this.#registers[register] = this.#function;
          },
          recall: (register) => this.choose(this.#registers[register] ?? 'VOLT'),
          selfTest: () => 0,
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
    return this.#function;
  }

  choose(chosen: MeterFunction): void {
    this.#function = chosen;
    this.#last = null;
  }

  /** The last measurement; null when none was made with this function. */
  get last(): number | null {
    return this.#last;
  }

  /** One measurement. V, A, ohms or Hz; Infinity when it is beyond the range. */
  measure(): number {
    this.#making.time.take(measurementSeconds);
    this.#follow();
    this.#last = this.#converted(this.#sensed());
    return this.#last;
  }

  #sensed(): number {
    const { bench } = this.#making;
    const { circuit, bus, loadIn } = bench;
    const within = (value: number, limit: number): number =>
      Math.abs(value) > limit ? Number.POSITIVE_INFINITY : value;
    switch (this.#function) {
      case 'VOLT':
        return within(circuit.volts(bus), most.volts);
      case 'CURR':
        return within(circuit.volts(bus, loadIn) / shuntOhms, most.amps);
      case 'RES':
        return this.#resistance();
      case 'VOLT:AC':
        return within(deviation(this.#look().atBus), most.volts);
      case 'CURR:AC': {
        const { atBus, atLoad } = this.#look();
        const amps = atBus.map((volts, at) => (volts - (atLoad[at] ?? 0)) / shuntOhms);
        return within(deviation(amps), most.amps);
      }
      case 'FREQ': {
        const { frequency } = measure(this.#look().atBus, measurementSeconds / looks, 1e-3);
        return frequency ?? Number.POSITIVE_INFINITY;
      }
    }
  }

  /** Volts at its jacks, closely. */
  #look(): { readonly atBus: Float64Array; readonly atLoad: Float64Array } {
    const { circuit, bus, loadIn } = this.#making.bench;
    const [atBus = new Float64Array(), atLoad = new Float64Array()] = circuit.window(
      measurementSeconds,
      looks,
      [bus, loadIn],
    );
    return { atBus, atLoad };
  }

  /** Sends its current through what is at its terminals and looks at the voltage. */
  #resistance(): number {
    const { bench, time } = this.#making;
    if (Math.abs(bench.circuit.volts(bench.bus)) > foreignVolts) return Number.POSITIVE_INFINITY;
    bench.ohmmeter.on = true;
    time.take(measurementSeconds);
    this.#follow();
    const volts = bench.circuit.volts(bench.bus);
    bench.ohmmeter.on = false;
    time.take(measurementSeconds);
    this.#follow();
    return volts > most.ohmVolts ? Number.POSITIVE_INFINITY : volts / bench.ohmmeter.amps;
  }

  /** With noise in the last of six and a half digits of the range it is in. */
  #converted(value: number): number {
    if (!Number.isFinite(value)) return value;
    const range = 10 ** Math.ceil(Math.log10(Math.max(Math.abs(value), 0.1) * (1 + 1e-12)));
    const count = range * 1e-6;
    return this.#adc.convert(value / count) * count;
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
