import type { BenchCircuit } from './bench-circuit.ts';
import type { Making } from './simulated.ts';
import { generatorCommands } from './generator-commands.ts';
import { generatorOhms, type GeneratorPart, peakVolts } from './generator-part.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { ScpiError } from './language/errors.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import type { Wave } from './wave.ts';

/** What the generator is set to. `load`: what amplitude and offset are meant for, in ohms; Infinity for high impedance. */
export interface GeneratorState extends Wave {
  readonly on: boolean;
  readonly load: number;
  readonly sweeps: boolean;
  /** Hz, Hz, s. */
  readonly sweepStart: number;
  readonly sweepStop: number;
  readonly sweepTime: number;
}

/** At power on, and after `*RST`. */
export const initialGenerator: GeneratorState = {
  shape: 'SIN',
  frequency: 1000,
  amplitude: 1,
  offset: 0,
  duty: 50,
  symmetry: 100,
  on: false,
  load: Number.POSITIVE_INFINITY,
  sweeps: false,
  sweepStart: 100,
  sweepStop: 1000,
  sweepTime: 1,
};

/** The function generator itself, without a wire. */
export class GeneratorInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #bench: BenchCircuit;
  readonly #time: Making['time'];
  readonly #part: GeneratorPart;
  readonly #interpreter: Interpreter;
  readonly #registers: GeneratorState[] = Array.from({ length: lastRegister + 1 }, () => initialGenerator);
  #state = initialGenerator;

  constructor(options: Making) {
    this.#bench = options.bench;
    this.#time = options.time;
    this.#part = options.bench.generatorPart;
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-FG1,${options.serial},${options.firmware}`,
          reset: () => this.change(initialGenerator),
          save: (register) => {
            this.#registers[register] = this.#state;
          },
          recall: (register) => this.change(this.#registers[register] ?? initialGenerator),
          selfTest: () => 0,
        }),
        ...systemCommands(this.status, this.panel),
        ...generatorCommands(this),
      ],
      this.status,
    );
  }

  run(message: string): string | null {
    this.#bench.circuit.advance(this.#time.seconds);
    return this.#interpreter.run(message);
  }

  get state(): GeneratorState {
    return this.#state;
  }

  /** Into the load that it is meant for, this part arrives of what the source gives. */
  get arrives(): number {
    return arrivesAt(this.#state.load);
  }

  /** Changes some settings at once. -221 when the source would have to give more than it can; then nothing was changed. */
  change(settings: Partial<GeneratorState>): void {
    const state = { ...this.#state, ...settings };
    const arrives = arrivesAt(state.load);
    // DC has none.
    const amplitude = state.shape === 'DC' ? 0 : state.amplitude / arrives;
    const offset = state.offset / arrives;
    if (Math.abs(offset) + amplitude / 2 > peakVolts * (1 + 1e-12)) throw new ScpiError(-221);
    this.#bench.circuit.advance(this.#time.seconds);
    this.#state = state;
    const { shape, frequency, duty, symmetry, sweeps, sweepStart: start, sweepStop: stop, sweepTime } = state;
    this.#part.wave = {
      shape,
      frequency,
      amplitude,
      offset,
      duty,
      symmetry,
      ...(sweeps && { sweep: { start, stop, seconds: sweepTime } }),
    };
    this.#part.on = state.on;
  }
}

const arrivesAt = (load: number): number => (Number.isFinite(load) ? load / (load + generatorOhms) : 1);
