import { ScopeInstrument } from './scope-instrument.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';

/** Switches a simulated oscilloscope on. */
export const startSimulatedScope = (options: SimulatedOptions = {}): Promise<Simulated> =>
  serveSimulated((making) => new ScopeInstrument(making), 'SIM0005', options);
