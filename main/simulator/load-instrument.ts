import { Adc } from './adc.ts';
import { commonCommands, lastRegister } from './language/common.ts';
import { FrontPanel } from './language/front-panel.ts';
import { Interpreter } from './language/interpreter.ts';
import { Status } from './language/status.ts';
import { systemCommands } from './language/system.ts';
import { loadCommands } from './load-commands.ts';
import type { ElectronicLoad, LoadMode } from './load-part.ts';
import type { Making } from './simulated.ts';

/** What `*SAV` keeps. A, V, ohms, W. */
export interface LoadState {
  readonly mode: LoadMode;
  readonly levels: Readonly<Record<LoadMode, number>>;
  readonly on: boolean;
}

/** At power on, and after `*RST`: it takes nothing. */
export const initialLoad: LoadState = {
  mode: 'current',
  levels: { current: 0, voltage: 60, resistance: 10_000, power: 0 },
  on: false,
};

/** Bench time that one measurement takes. Seconds. */
const measurementSeconds = 10e-3;
/** QUEStionable bits: the input went off because of voltage, or of power. source: SCPI-99, volume 1, chapter 9 (bits 0 and 3) */
const tripBits = { 'over-voltage': 1, 'over-power': 8 } as const;

/** The electronic load itself, without a wire. */
export class LoadInstrument {
  readonly status = new Status();
  readonly panel = new FrontPanel();
  readonly #making: Making;
  readonly #part: ElectronicLoad;
  readonly #voltmeter: Adc;
  readonly #ammeter: Adc;
  readonly #interpreter: Interpreter;
  readonly #registers: LoadState[] = Array.from({ length: lastRegister + 1 }, () => initialLoad);

  constructor(making: Making) {
    this.#making = making;
    this.#part = making.bench.load;
    this.#voltmeter = new Adc({ noise: 0.2e-3, step: 0.1e-3 }, making.seed * 2 + 100);
    this.#ammeter = new Adc({ noise: 0.1e-3, step: 0.1e-3 }, making.seed * 2 + 101);
    this.#interpreter = new Interpreter(
      [
        ...commonCommands(this.status, {
          identity: `LabLink,SIM-EL1,${making.serial},${making.firmware}`,
          reset: () => this.change(initialLoad),
          save: (register) => {
            this.#registers[register] = this.state;
          },
          recall: (register) => this.change(this.#registers[register] ?? initialLoad),
          selfTest: () => 0,
        }),
        ...systemCommands(this.status, this.panel),
        ...loadCommands(this),
      ],
      this.status,
    );
  }

  run(message: string): string | null {
    this.#follow();
    return this.#interpreter.run(message);
  }

  get state(): LoadState {
    const { mode, levels, on } = this.#part;
    return { mode, levels: { ...levels }, on };
  }

  change({ mode, levels, on }: Partial<LoadState>): void {
    this.#follow();
    if (levels !== undefined) Object.assign(this.#part.levels, levels);
    if (mode !== undefined) this.#part.mode = mode;
    if (on !== undefined) this.#part.on = on;
  }

  setLevel(mode: LoadMode, value: number): void {
    this.#follow();
    this.#part.levels[mode] = value;
  }

  /** One conversion each, after the time that it takes. */
  measure(): { readonly volts: number; readonly amps: number } {
    this.#making.time.take(measurementSeconds);
    this.#follow();
    return { volts: this.#voltmeter.convert(this.#part.volts), amps: this.#ammeter.convert(this.#part.amps) };
  }

  #follow(): void {
    this.#making.bench.circuit.advance(this.#making.time.seconds);
    const { trip } = this.#part;
    this.status.questionable.condition = trip === null ? 0 : tripBits[trip];
  }
}
