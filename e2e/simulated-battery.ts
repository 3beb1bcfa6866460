import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { type SimulatedLoad, startSimulatedLoad } from '#main/simulator/load.ts';

/** A load on the network that the console did not start, with a battery at its input. */
export class SimulatedBattery {
  readonly #bench = new BenchCircuit();
  #load: SimulatedLoad | null = null;
  #port = 0;

  /** A full cell of so many Ah. */
  put(ampHours: number): void {
    this.#bench.putBattery({ ampHours, ohms: 0.05 });
  }
  async plugIn(): Promise<void> {
    this.#load = await startSimulatedLoad({ bench: this.#bench, port: this.#port, serial: 'SIM0102' });
    this.#port = this.#load.port;
  }
  async unplug(): Promise<void> {
    await this.#load?.close();
    this.#load = null;
  }
  get address(): string {
    return `tcp://127.0.0.1:${this.#port}`;
  }
  /** Whether current can flow: what the circuit says, not what the console believes. */
  get isOn(): boolean {
    return this.#bench.load.on;
  }
}
