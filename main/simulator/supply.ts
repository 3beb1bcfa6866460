import { performance } from 'node:perf_hooks';
import { BenchCircuit, type ChannelWiring } from './bench-circuit.ts';
import type { Clock } from './bench-time.ts';
import { type Faults, noFaults } from './faults.ts';
import { serveScpi } from './server.ts';
import { SupplyInstrument } from './supply-instrument.ts';

export interface SupplyOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** One client at a time; the default is any number. */
  readonly oneClient?: boolean;
  readonly serial?: string;
  readonly firmware?: string;
  /** Of the measurement noise; the same seed and the same queries give the same digits. */
  readonly seed?: number;
  /** The bench it stands on, with its time; the default is one of its own. */
  readonly bench?: BenchCircuit;
  /** Counts for the first instrument of a bench. */
  readonly clock?: Clock;
}

/** A simulated supply on a loopback socket. */
export interface SimulatedSupply {
  readonly port: number;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** What goes wrong from the next message on. */
  readonly faults: Faults;
  /** What stands behind the terminals: `channels[0].load.ohms = 10`. */
  readonly channels: readonly ChannelWiring[];
  close(): Promise<void>;
}

/** Switches a simulated supply on. Rejects with Node's own error when the port cannot be had. */
export async function startSimulatedSupply(options: SupplyOptions = {}): Promise<SimulatedSupply> {
  const bench = options.bench ?? new BenchCircuit();
  const instrument = new SupplyInstrument({
    bench,
    time: bench.time(options.clock ?? (() => performance.now())),
    serial: options.serial ?? 'SIM0001',
    firmware: options.firmware ?? '1.0.0',
    seed: options.seed ?? 1,
  });
  const faults = noFaults();
  const server = await serveScpi(
    { run: (message) => instrument.run(message), overrun: () => instrument.status.report(-363) },
    { port: options.port ?? 0, oneClient: options.oneClient ?? false, faults },
  );
  return {
    port: server.port,
    address: `tcp://127.0.0.1:${server.port}`,
    faults,
    channels: bench.channels,
    close: () => server.close(),
  };
}
