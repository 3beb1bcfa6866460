import { startSimulatedBench, type SimulatedBench, type StartedBench } from '#main/simulator/start-bench.ts';
import { Fault } from '#shared/faults.ts';

/** The simulated bench, started when something of it is on the desk. */
export interface Simulated {
  /** Starts it, or answers with the one that runs. */
  start(): Promise<SimulatedBench>;
  /** Where `sim:<key>` is now. While it does not run, starts it and throws INSTRUMENT_UNREACHABLE. */
  address(key: string): string;
  close(): Promise<void>;
}

/** How an instrument of the simulated bench is remembered: its port is another one at each start. */
export const simulatedAddress = (key: string): string => `sim:${key}`;

/** Holds at most one simulated bench. One that ended by itself is started again when it is asked for. */
export function holdSimulated(startBench: () => Promise<StartedBench> = startSimulatedBench): Simulated {
  let starting: Promise<StartedBench> | null = null;
  let bench: StartedBench | null = null;
  const start = (): Promise<StartedBench> => {
    if (starting !== null) return starting;
    const mine = startBench();
    starting = mine;
    const ended = (): void => {
      if (starting === mine) starting = bench = null;
    };
    mine.then((started) => {
      if (starting === mine) bench = started;
      started.onExit(ended);
    }, ended);
    return mine;
  };
  return {
    start,
    address(key) {
      const found = bench?.instruments.find((each) => each.key === key);
      if (found === undefined) {
        // Whoever asks comes again, and finds it; a start that fails shows as this one.
        start().catch(() => undefined);
        throw new Fault(
          'INSTRUMENT_UNREACHABLE',
          'The simulated bench does not run; it is being started again.',
          { remedy: 'Wait a moment, or try again.' },
        );
      }
      return found.address;
    },
    async close() {
      const running = starting;
      // At once: whoever starts it while this one ends gets a new one.
      starting = bench = null;
      await (await running?.catch(() => null))?.close();
    },
  };
}
