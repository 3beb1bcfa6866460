import type { BenchCircuit } from './bench-circuit.ts';
import type { BenchTime } from './bench-time.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { ScpiError } from './language/errors.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import type { Trip } from './limited-source.ts';
import { supplyCommands } from './supply-commands.ts';
import { initialState, type OutputState, SupplyOutput } from './supply-output.ts';

/** Bench time that one measurement takes: the circuit has settled by then. Seconds. */
const measurementSeconds = 10e-3;
/** Set while an output is limited in current, so its voltage is not the one set. source: SCPI-99, volume 1, chapter 9 (bit 0) */
const voltageQuestionable = 1;

/** The supply itself, without a wire: program messages in, response messages out. */
export class SupplyInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #bench: BenchCircuit;
  readonly #time: BenchTime;
  readonly #outputs: readonly SupplyOutput[];
  readonly #interpreter: Interpreter;
  #registers: (readonly OutputState[])[];

  constructor(options: {
    bench: BenchCircuit;
    time: BenchTime;
    serial: string;
    firmware: string;
    seed: number;
  }) {
    this.#bench = options.bench;
    this.#time = options.time;
    this.#outputs = options.bench.channels.map(
      (wiring, index) => new SupplyOutput(wiring, options.seed + index),
    );
    this.#registers = Array.from({ length: lastRegister + 1 }, () => this.#outputs.map(() => initialState));
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-PS2,${options.serial},${options.firmware}`,
          reset: () => this.#restore(this.#outputs.map(() => initialState)),
          save: (register) => {
            this.#registers[register] = this.#outputs.map(({ state }) => state);
          },
          recall: (register) => this.#restore(this.#registers[register] ?? []),
          selfTest: () =>
            options.bench.channels.every(({ senseVolts }) => Number.isFinite(senseVolts)) ? 0 : 1,
        }),
        ...systemCommands(this.status, this.panel),
        ...supplyCommands(this),
      ],
      this.status,
    );
  }

  /** Runs one program message, without terminator; see `Interpreter.run`. */
  run(message: string): string | null {
    this.#follow();
    return this.#interpreter.run(message);
  }

  state(channel: number | undefined): OutputState {
    return this.#output(channel).state;
  }

  /** Changes some of a channel's settings at once. */
  change(channel: number | undefined, state: Partial<OutputState>): void {
    this.#follow();
    const output = this.#output(channel);
    // What has tripped is cleared first.
    if (state.on === true && output.tripped !== null) throw new ScpiError(-221, 'protection tripped');
    output.state = { ...output.state, ...state };
  }

  /** What has switched a channel off by itself. */
  tripped(channel: number | undefined): Trip | null {
    this.#follow();
    return this.#output(channel).tripped;
  }

  clear(channel: number | undefined): void {
    this.#follow();
    this.#output(channel).clear();
  }

  /** A channel after the time that a measurement takes. */
  settled(channel: number | undefined): SupplyOutput {
    this.#time.take(measurementSeconds);
    this.#follow();
    return this.#output(channel);
  }

  #restore(states: readonly OutputState[]): void {
    this.#follow();
    states.forEach((state, index) => {
      const output = this.#output(index + 1);
      output.clear();
      output.state = state;
    });
  }

  /** Lets the circuit catch up with the time, and the status with the circuit. */
  #follow(): void {
    this.#bench.circuit.advance(this.#time.seconds);
    for (const output of this.#outputs) output.settle();
    this.status.questionable.condition = this.#outputs.some(({ mode }) => mode === 'CC')
      ? voltageQuestionable
      : 0;
  }

  #output(channel: number | undefined): SupplyOutput {
    const output = this.#outputs[(channel ?? 1) - 1];
    if (output === undefined) throw new RangeError(`no channel ${channel}`);
    return output;
  }
}
