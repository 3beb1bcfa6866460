import { MeterInstrument } from './meter-instrument.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';

/** Switches a simulated multimeter on. */
export const startSimulatedMeter = (options: SimulatedOptions = {}): Promise<Simulated> =>
  serveSimulated((making) => new MeterInstrument(making), 'SIM0003', options);
