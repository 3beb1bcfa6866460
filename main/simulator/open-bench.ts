import { BenchCircuit } from './bench-circuit.ts';
import { startSimulatedGenerator } from './generator.ts';
import { type SimulatedKey, simulatedKeys, simulatedNames } from './keys.ts';
import { startSimulatedLoad } from './load.ts';
import { startSimulatedMeter } from './meter.ts';
import { startSimulatedScope } from './scope.ts';
import type { SimulatedOptions } from './simulated.ts';
import type { SimulatedBench } from './start-bench.ts';
import { startSimulatedSupply } from './supply.ts';
import type { Faults } from './faults.ts';

type Started = { readonly address: string; readonly faults: Faults; close(): Promise<void> };

const starters: Readonly<Record<SimulatedKey, (options: SimulatedOptions) => Promise<Started>>> = {
  supply: startSimulatedSupply,
  load: startSimulatedLoad,
  meter: startSimulatedMeter,
  generator: startSimulatedGenerator,
  scope: startSimulatedScope,
};

/** The simulated bench in this thread, with what can be made wrong of each instrument. */
export interface OpenBench extends SimulatedBench {
  readonly faults: Readonly<Record<SimulatedKey, Faults>>;
}

/**
 * Opens the simulated bench in this thread: five instruments on one circuit. `startSimulatedBench` opens it beside the
 * console. `port`: of the supply; the others take the next ones. `oneClient`: each takes one client at a time.
 */
export async function openBench(
  options: { readonly port?: number; readonly oneClient?: boolean } = {},
): Promise<OpenBench> {
  const { port = 0, oneClient = false } = options;
  const bench = new BenchCircuit();
  const started: [SimulatedKey, Started][] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map(([, instrument]) => instrument.close()));
  };
  try {
    for (const [index, key] of simulatedKeys.entries())
      started.push([key, await starters[key]({ bench, oneClient, port: port === 0 ? 0 : port + index })]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    instruments: started.map(([key, { address }]) => ({ key, name: simulatedNames[key], address })),
    faults: Object.fromEntries(started.map(([key, { faults }]) => [key, faults])) as Record<
      SimulatedKey,
      Faults
    >,
    close,
  };
}
