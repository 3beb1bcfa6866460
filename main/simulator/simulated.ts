import { performance } from 'node:perf_hooks';
import { BenchCircuit } from './bench-circuit.ts';
import type { BenchTime, Clock } from './bench-time.ts';
import { type Faults, noFaults } from './faults.ts';
import type { FrontPanel } from './language/front-panel.ts';
import { serveScpi } from './server.ts';
import type { Wire, WireAddress } from './wires/wire.ts';
import type { Wireless } from './wireless.ts';

/** How a simulated instrument is put on the bench. */
export interface SimulatedOptions {
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
  /** What it can be reached by beside its raw socket. They are not closed with it. */
  readonly wires?: readonly Wire[];
}

/** A simulated instrument on a loopback socket. */
export interface Simulated {
  readonly port: number;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** Where it is on each of its wires, in their order. */
  readonly wires: readonly WireAddress[];
  /** What goes wrong from the next message on. */
  readonly faults: Faults;
  readonly bench: BenchCircuit;
  /** Remote, locked or local, as its clients have left it. */
  readonly panel: FrontPanel;
  close(): Promise<void>;
}

/** What an instrument is made of. */
export interface Making {
  readonly bench: BenchCircuit;
  readonly time: BenchTime;
  readonly serial: string;
  readonly firmware: string;
  readonly seed: number;
}

/** Switches a simulated instrument on. Rejects with Node's own error when the port cannot be had. */
export async function serveSimulated(
  make: (making: Making) => Wireless,
  serial: string,
  options: SimulatedOptions,
): Promise<Simulated> {
  const bench = options.bench ?? new BenchCircuit();
  const instrument = make({
    bench,
    time: bench.time(options.clock ?? (() => performance.now())),
    serial: options.serial ?? serial,
    firmware: options.firmware ?? '1.0.0',
    seed: options.seed ?? 1,
  });
  const faults = noFaults();
  const server = await serveScpi(
    { run: (message) => instrument.run(message), overrun: () => instrument.status.report(-363) },
    { port: options.port ?? 0, oneClient: options.oneClient ?? false, faults },
  );
  const attached = { instrument, faults, oneClient: options.oneClient ?? false };
  return {
    port: server.port,
    address: `tcp://127.0.0.1:${server.port}`,
    wires: (options.wires ?? []).map((wire) => wire.attach(attached)),
    faults,
    bench,
    panel: instrument.panel,
    close: () => server.close(),
  };
}
