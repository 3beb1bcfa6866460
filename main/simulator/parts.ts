import type { Circuit, Net, Part, Volts } from './circuit.ts';

/** A resistor. 0 ohms and less are refused (RangeError); `Infinity` is an open circuit. */
export class Resistor implements Part {
  readonly #circuit: Circuit;
  readonly #a: Net;
  readonly #b: Net;
  #ohms: number;

  constructor(circuit: Circuit, a: Net, b: Net, ohms: number) {
    this.#circuit = circuit;
    this.#a = a;
    this.#b = b;
    this.#ohms = positive(ohms, 'resistance');
    circuit.add(this);
  }

  get ohms(): number {
    return this.#ohms;
  }

  set ohms(ohms: number) {
    if (ohms === this.#ohms) return;
    this.#ohms = positive(ohms, 'resistance');
    this.#circuit.changed();
  }

  stamp(add: (a: Net, b: Net, siemens: number) => void): void {
    add(this.#a, this.#b, 1 / this.#ohms);
  }
}

/** A capacitor, without voltage at the start. 0 F and less are refused (RangeError). */
export class Capacitor implements Part {
  readonly farads: number;
  readonly #a: Net;
  readonly #b: Net;
  #volts = 0;

  constructor(circuit: Circuit, a: Net, b: Net, farads: number) {
    this.#a = a;
    this.#b = b;
    this.farads = positive(farads, 'capacitance');
    if (!Number.isFinite(farads)) throw new RangeError('a capacitance is a finite number');
    circuit.add(this);
  }

  stamp(add: (a: Net, b: Net, siemens: number) => void, dt: number): void {
    add(this.#a, this.#b, this.farads / dt);
  }

  drive(add: (a: Net, b: Net, amps: number) => void, dt: number): void {
    add(this.#b, this.#a, (this.farads / dt) * this.#volts);
  }

  accept(volts: Volts): void {
    this.#volts = (volts[this.#a] as number) - (volts[this.#b] as number);
  }

  keep(): () => void {
    const volts = this.#volts;
    return () => {
      this.#volts = volts;
    };
  }
}

function positive(value: number, what: string): number {
  if (!(value > 0)) throw new RangeError(`a ${what} is above 0`);
  return value;
}
