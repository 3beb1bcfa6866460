import type { Circuit, Net, Part } from './circuit.ts';

/** The current that a meter sends through an unknown resistance, from ground into a net, while it looks. Amperes. */
export class OhmmeterPart implements Part {
  readonly amps = 1e-3;
  on = false;
  readonly #net: Net;

  constructor(circuit: Circuit, net: Net) {
    this.#net = net;
    circuit.add(this);
  }

  stamp(): void {}

  drive(add: (a: Net, b: Net, amps: number) => void): void {
    if (this.on) add(0, this.#net, this.amps);
  }
}
