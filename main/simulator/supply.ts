import type { ChannelWiring } from './bench-circuit.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';
import { SupplyInstrument } from './supply-instrument.ts';

/** A simulated supply on a loopback socket. */
export interface SimulatedSupply extends Simulated {
  /** What stands behind the terminals: `channels[0].load.ohms = 10`. */
  readonly channels: readonly ChannelWiring[];
  /** Its front panel: a hand at it, which nobody on the wire sees. */
  readonly frontPanel: {
    /** Channels count from 1. Throws while a client keeps the panel locked (SYSTem:RWLock). */
    set(
      channel: number,
      settings: { readonly volts?: number; readonly amps?: number; readonly on?: boolean },
    ): void;
  };
}

/** Switches a simulated supply on. Rejects with Node's own error when the port cannot be had. */
export async function startSimulatedSupply(options: SimulatedOptions = {}): Promise<SimulatedSupply> {
  let instrument: SupplyInstrument | null = null;
  const simulated = await serveSimulated(
    (making) => (instrument = new SupplyInstrument(making)),
    'SIM0001',
    options,
  );
  return {
    ...simulated,
    channels: simulated.bench.channels,
    frontPanel: {
      set: (channel, settings) => {
        instrument?.panel.touch();
        instrument?.change(channel, settings);
      },
    },
  };
}
