import type { BatteryFacts } from './battery-part.ts';
import { BenchCircuit } from './bench-circuit.ts';
import { startSimulatedGenerator } from './generator.ts';
import { type SimulatedKey, simulatedKeys, simulatedNames } from './keys.ts';
import { startSimulatedLoad } from './load.ts';
import { startSimulatedMeter } from './meter.ts';
import { startSimulatedScope } from './scope.ts';
import type { Simulated, SimulatedOptions } from './simulated.ts';
import type { SimulatedBench, SimulatedInstrument } from './start-bench.ts';
import { startSimulatedSupply } from './supply.ts';
import type { Faults } from './faults.ts';
import { openWire, type WireKind } from './wires/open-wire.ts';
import type { Wire, WireAddress } from './wires/wire.ts';

type Started = Pick<Simulated, 'address' | 'wires' | 'faults' | 'close'>;

const starters: Readonly<Record<SimulatedKey, (options: SimulatedOptions) => Promise<Started>>> = {
  supply: startSimulatedSupply,
  load: startSimulatedLoad,
  meter: startSimulatedMeter,
  generator: startSimulatedGenerator,
  scope: startSimulatedScope,
};

/** One simulated instrument, with its places on other wires. */
interface OpenInstrument extends SimulatedInstrument {
  /** In the order of the wires that the bench was opened with. */
  readonly wires: readonly WireAddress[];
}

/** The simulated bench in this thread, with what can be made wrong of each instrument. */
export interface OpenBench extends SimulatedBench {
  readonly instruments: readonly OpenInstrument[];
  readonly faults: Readonly<Record<SimulatedKey, Faults>>;
}

/** How the bench is opened. */
export interface BenchOptions {
  /** Of the supply's raw socket; the others take the next ones. 0, the default, lets the system choose. */
  readonly port?: number;
  /** Each takes one client at a time. */
  readonly oneClient?: boolean;
  /** What it speaks beside raw sockets. */
  readonly wires?: readonly WireKind[];
  /** A battery at the load, instead of the lead from the bus. */
  readonly battery?: BatteryFacts;
}

/**
 * Opens the simulated bench in this thread: five instruments on one circuit. `startSimulatedBench` opens it beside the
 * console. Rejects with Node's own error when a port cannot be had; then nothing is left open.
 */
export async function openBench(options: BenchOptions = {}): Promise<OpenBench> {
  const { port = 0, oneClient = false, wires: kinds = [] } = options;
  const bench = new BenchCircuit();
  if (options.battery !== undefined) bench.putBattery(options.battery);
  const wires: Wire[] = [];
  const started: [SimulatedKey, Started][] = [];
  const close = async (): Promise<void> => {
    await Promise.all([
      ...started.map(([, instrument]) => instrument.close()),
      ...wires.map((wire) => wire.close()),
    ]);
  };
  try {
    for (const kind of kinds) wires.push(await openWire(kind));
    for (const [index, key] of simulatedKeys.entries()) {
      const itsPort = port === 0 ? 0 : port + index;
      started.push([key, await starters[key]({ bench, oneClient, port: itsPort, wires })]);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    instruments: started.map(([key, { address, wires: addresses }]) => ({
      key,
      name: simulatedNames[key],
      address,
      wires: addresses,
    })),
    faults: Object.fromEntries(started.map(([key, { faults }]) => [key, faults])) as Record<
      SimulatedKey,
      Faults
    >,
    close,
  };
}
