import type { Faults } from '#main/simulator/faults.ts';
import type { Bus } from './prologix-bus.ts';
import type { AdapterFlavour, AdapterSettings } from './prologix-settings.ts';

/** Where a read ends beside the timeout: at END, at a byte, or nowhere. */
export type ReadEnd = 'eoi' | 'timeout' | number;

/** What adapters share that lead to the same bus. */
export interface AdapterState {
  readonly flavour: AdapterFlavour;
  readonly bus: Bus;
  readonly settings: AdapterSettings;
  /** What goes wrong with the adapter itself: `silent` counts here. */
  readonly faults: Faults;
  /** A setting has changed: a Prologix keeps it, unless `savecfg` is off. */
  changed(): void;
  /** Writes the settings to its memory. */
  keep(): void;
  /** Forgets what was not kept. */
  restart(): void;
}
