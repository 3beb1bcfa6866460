/** What a test or a trainer can make a simulated instrument do wrong. Change it at any time; it counts from the next message. */
export interface Faults {
  /** It waits this long before it runs each message; messages behind it wait too. ms. */
  slowMs: number;
  /** It runs every message, and its answers are lost. */
  silent: boolean;
  /** It runs the next message of each connection, then closes the connection without an answer. */
  closing: boolean;
  /** It holds each answer back until the next query, and gives that one the answer to the query before it. */
  stale: boolean;
}

export const noFaults = (): Faults => ({ slowMs: 0, silent: false, closing: false, stale: false });
