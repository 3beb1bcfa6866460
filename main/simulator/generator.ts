import { GeneratorInstrument } from './generator-instrument.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';

/** Switches a simulated function generator on. */
export const startSimulatedGenerator = (options: SimulatedOptions = {}): Promise<Simulated> =>
  serveSimulated((making) => new GeneratorInstrument(making), 'SIM0004', options);
