import type { Faults } from '#main/simulator/faults.ts';
import type { Wireless } from '#main/simulator/wireless.ts';

/** What a wire needs of a simulated instrument. */
export interface Attached {
  readonly instrument: Wireless;
  readonly faults: Faults;
  /** While one client is there, every other one is sent away. */
  readonly oneClient: boolean;
}

/** Where an instrument is on a wire. */
export interface WireAddress {
  /** As the console writes it. */
  readonly url: string;
  /** As VISA writes it; null where VISA has no word for it. */
  readonly visa: string | null;
}

/** A wire that several simulated instruments can be put on, beside their raw sockets. */
export interface Wire {
  /** Puts an instrument on it. It gets the next place there is. */
  attach(attached: Attached): WireAddress;
  /** Ends every link, then the wire. */
  close(): Promise<void>;
}
