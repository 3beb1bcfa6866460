import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';

/** A supply on the network that the console did not start: it can be unplugged, and plugged in again. */
export class SimulatedDevice {
  #supply: SimulatedSupply | null = null;
  #port = 0;

  async plugIn(): Promise<void> {
    this.#supply = await startSimulatedSupply({ port: this.#port, serial: 'SIM0002' });
    this.#port = this.#supply.port;
  }
  async unplug(): Promise<void> {
    await this.#supply?.close();
    this.#supply = null;
  }
  get supply(): SimulatedSupply {
    if (this.#supply === null) throw new Error('the supply is not plugged in');
    return this.#supply;
  }
  get address(): string {
    return this.supply.address;
  }
  /** Whether current can flow: what the circuit says, not what the console believes. */
  isOn(channel: number): boolean {
    return this.supply.channels[channel - 1]!.source.on;
  }
}
