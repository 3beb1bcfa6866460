import { startSimulatedBench, type SimulatedBench } from '#main/simulator/start-bench.ts';
import { Fault } from '#shared/faults.ts';

/** The simulated bench, started when something of it is on the desk. */
export interface Simulated {
  /** Starts it, or answers with the one that runs. */
  start(): Promise<SimulatedBench>;
  /** Where `sim:<key>` is now. Throws INSTRUMENT_UNREACHABLE while it does not run. */
  address(key: string): string;
  close(): Promise<void>;
}

/** How an instrument of the simulated bench is remembered: its port is another one at each start. */
export const simulatedAddress = (key: string): string => `sim:${key}`;

/** Holds at most one simulated bench. */
export function holdSimulated(startBench: () => Promise<SimulatedBench> = startSimulatedBench): Simulated {
  let starting: Promise<SimulatedBench> | null = null;
  let bench: SimulatedBench | null = null;
  return {
    start() {
      starting ??= startBench().then(
        (started) => (bench = started),
        (error: unknown) => {
          starting = null;
          throw error;
        },
      );
      return starting;
    },
    address(key) {
      const found = bench?.instruments.find((each) => each.key === key);
      if (found === undefined)
        throw new Fault('INSTRUMENT_UNREACHABLE', 'The simulated bench does not run.', {
          remedy: 'Try again.',
        });
      return found.address;
    },
    async close() {
      const running = await starting?.catch(() => null);
      starting = null;
      bench = null;
      await running?.close();
    },
  };
}
