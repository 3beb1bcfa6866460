import { LoadInstrument, type LoadState } from './load-instrument.ts';
import type { LoadMode } from './load-part.ts';
import { type Simulated, type SimulatedOptions, serveSimulated } from './simulated.ts';

/** A simulated electronic load on a loopback socket. */
export interface SimulatedLoad extends Simulated {
  /** What its terminals are set to and what they hold now. */
  readonly state: () => LoadState;
  /** Its front panel: a hand at it, which nobody on the wire sees. */
  readonly frontPanel: {
    /** A, V, ohms, W. Throws while a client keeps the panel locked (SYSTem:RWLock). */
    set(settings: {
      readonly mode?: LoadMode;
      readonly levels?: Readonly<Partial<Record<LoadMode, number>>>;
      readonly on?: boolean;
    }): void;
  };
}

/** Switches a simulated electronic load on. */
export async function startSimulatedLoad(options: SimulatedOptions = {}): Promise<SimulatedLoad> {
  let made: LoadInstrument | null = null;
  const simulated = await serveSimulated((making) => (made = new LoadInstrument(making)), 'SIM0002', options);
  const instrument = made as LoadInstrument | null;
  if (instrument === null) throw new Error('no load was made');
  return {
    ...simulated,
    state: () => instrument.state,
    frontPanel: {
      set: ({ levels, ...others }) => {
        instrument.panel.touch();
        instrument.change({ ...others, levels: { ...instrument.state.levels, ...levels } });
      },
    },
  };
}
