import { Circuit } from './circuit.ts';
import { LimitedSource } from './limited-source.ts';
import { Capacitor, Resistor } from './parts.ts';

/** What stands on the table beside one supply channel. Ohms and farads. */
export interface ChannelParts {
  readonly load: number;
  /** Both leads together, from the terminals to the load. */
  readonly leads: number;
  readonly capacitance: number;
}

/** The table as it is found: 5 ohms at channel 1, 47 ohms at channel 2. */
const usualParts: readonly ChannelParts[] = [
  { load: 5, leads: 0.02, capacitance: 22e-6 },
  { load: 47, leads: 0.02, capacitance: 22e-6 },
];

/** With the output off, this much across the terminals takes the charge away. Ohms. */
export const dischargeOhms = 100;

/** One supply channel and its load, on the circuit of the bench. Minus is ground. */
export class ChannelWiring {
  readonly source: LimitedSource;
  readonly load: Resistor;
  readonly leads: Resistor;
  readonly #discharge: Resistor;
  readonly #circuit: Circuit;
  readonly #output: number;
  readonly #sense: number;

  constructor(circuit: Circuit, parts: ChannelParts) {
    this.#circuit = circuit;
    this.#output = circuit.net();
    this.#sense = circuit.net();
    new Capacitor(circuit, this.#output, 0, parts.capacitance);
    this.#discharge = new Resistor(circuit, this.#output, 0, dischargeOhms);
    this.leads = new Resistor(circuit, this.#output, this.#sense, parts.leads);
    this.load = new Resistor(circuit, this.#sense, 0, parts.load);
    this.source = new LimitedSource(circuit, {
      plus: this.#output,
      minus: 0,
      sensePlus: this.#sense,
      senseMinus: 0,
    });
  }

  switchOutput(on: boolean): void {
    this.source.on = on;
    this.#discharge.ohms = on ? Infinity : dischargeOhms;
  }

  /** Volts at the load, where the sense leads are. */
  get senseVolts(): number {
    return this.#circuit.volts(this.#sense);
  }

  /** Volts at the terminals. */
  get terminalVolts(): number {
    return this.#circuit.volts(this.#output);
  }
}

/** The circuit of the whole bench. Later instruments join it at these nets. */
export class BenchCircuit {
  readonly circuit = new Circuit();
  readonly channels: readonly ChannelWiring[];

  constructor(parts: readonly ChannelParts[] = usualParts) {
    this.channels = parts.map((each) => new ChannelWiring(this.circuit, each));
  }
}
