import { LoadInstrument } from './load-instrument.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';

/** Switches a simulated electronic load on. */
export const startSimulatedLoad = (options: SimulatedOptions = {}): Promise<Simulated> =>
  serveSimulated((making) => new LoadInstrument(making), 'SIM0002', options);
