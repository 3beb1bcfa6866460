import type { SimulatedBench } from './start-bench.ts';
import { startSimulatedSupply } from './supply.ts';

/** Opens the simulated bench in this thread. `startSimulatedBench` opens it beside the console. */
export async function openBench(
  options: { readonly port?: number; readonly oneClient?: boolean } = {},
): Promise<SimulatedBench> {
  const supply = await startSimulatedSupply(options);
  return {
    instruments: [{ key: 'supply', name: 'Simulated supply', address: supply.address }],
    close: () => supply.close(),
  };
}
