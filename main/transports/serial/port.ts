import type { Tap } from '#main/transports/inbox.ts';

/** An open serial port, in bytes as they are. One write at a time. `pause` and `resume` are for what arrives. */
export interface Port extends Tap {
  /** Resolves when the system has taken all of it; it goes out at the speed of the line. Rejects when the port ends. */
  write(bytes: Uint8Array): Promise<void>;
  /** Hands all of it to the system in this very call, or throws. */
  writeNow(bytes: Uint8Array): void;
  /** Throws away what the system holds in both directions. Rejects when the port is gone. */
  flush(): Promise<void>;
  /** Resolves when nothing waits to go out any more. With a peer that holds the line that is never, until `flush`. */
  drain(): Promise<void>;
  /** Gives the port back to the system. A write under way rejects. */
  close(): Promise<void>;
}

/** What a port tells. Nothing is told after `close`. */
export interface PortEvents {
  arrived(bytes: Uint8Array): void;
  /** The port is gone. Called once; `close` is still to be called. */
  ended(error: Error): void;
}

/** A write is stuck: the peer, or the cable, holds the line. */
export class StuckError extends Error {}
