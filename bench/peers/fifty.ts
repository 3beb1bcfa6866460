import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { startSimulatedGenerator } from '#main/simulator/generator.ts';
import { startSimulatedLoad } from '#main/simulator/load.ts';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';

/**
 * Simulated benches of five instruments in a process of their own: what simulating costs is not the console's, and ten benches cost
 * more than a core. The first argument tells such processes apart, the second says how many instruments (25 when left out).
 */
const wanted = Number(process.argv[3] ?? 25);
const starters = [
  startSimulatedSupply,
  startSimulatedLoad,
  startSimulatedMeter,
  startSimulatedGenerator,
  startSimulatedScope,
];
const started: { readonly address: string; close(): Promise<void> }[] = [];
for (let desk = 0; started.length < wanted; desk++) {
  const bench = new BenchCircuit();
  for (const start of starters.slice(0, wanted - started.length))
    started.push(await start({ bench, serial: `P${process.argv[2]}-${desk}-${start.name}` }));
}
process.once('disconnect', () => process.exit(0));
process.send?.({ addresses: started.map(({ address }) => address) });
