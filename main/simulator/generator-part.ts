import type { Circuit, Net, Part } from './circuit.ts';
import { meanVolts, voltsAt, type Wave } from './wave.ts';

/** What stands between the source and the connector. Ohms. */
export const generatorOhms = 50;
/** The source itself gives no more than this, in either direction. Volts. */
export const peakVolts = 10;

/** A generator's output between a net and ground: a source behind 50 ohms, and a relay that opens it. */
export class GeneratorPart implements Part {
  readonly #circuit: Circuit;
  readonly #net: Net;
  #on = false;
  /** Volts of the source itself: into 50 ohms, half of it arrives. */
  wave: Wave;

  constructor(circuit: Circuit, net: Net, wave: Wave) {
    this.#circuit = circuit;
    this.#net = net;
    this.wave = wave;
    circuit.add(this);
  }

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    if (on === this.#on) return;
    this.#on = on;
    this.#circuit.changed();
  }

  /** It gives the same volts all the time. */
  get rests(): boolean {
    return !this.#on || this.wave.shape === 'DC';
  }

  stamp(add: (a: Net, b: Net, siemens: number) => void): void {
    if (this.#on) add(this.#net, 0, 1 / generatorOhms);
  }

  drive(add: (a: Net, b: Net, amps: number) => void, _dt: number, at: number | null): void {
    if (!this.#on) return;
    const volts = at === null ? meanVolts(this.wave) : voltsAt(this.wave, at);
    add(0, this.#net, volts / generatorOhms);
  }
}
