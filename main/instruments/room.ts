import type { Audit } from '#main/bridge/caller.ts';
import type { Guard, Journal } from '#main/session/ports.ts';
import type { BenchFile } from './bench-file.ts';
import type { Device } from './device.ts';
import type { Where } from '#main/transports/open.ts';
import type { Latch } from './latch.ts';

/** All in milliseconds. */
export interface Timing {
  /** Between two polls of an instrument, when it answers fast enough. */
  readonly poll: number;
  /** Without an answer for this long, what was read is unknown. At least five polls. */
  readonly unknown: number;
  /** From connect to the identification. */
  readonly connect: number;
  /** From an emergency stop to the read-back of every output. */
  readonly stop: number;
}
export const defaultTiming: Timing = { poll: 100, unknown: 1500, connect: 5000, stop: 1000 };

/** What the parts of this room share. */
export interface Room {
  readonly journal: Journal;
  readonly audit: Audit;
  readonly guard: Guard;
  readonly latch: Latch;
  readonly bench: BenchFile;
  readonly devices: Map<string, Device>;
  readonly timing: Timing;
  /** What an address alone does not say. */
  readonly where: Where;
  /** Epoch ms. */
  readonly now: () => number;
  /** A device was greeted while the stop is latched: its outputs have been sent off, and were read back or not. */
  readonly latchedGreeting: (device: Device, off: boolean) => void;
  /** A device is about to be given away or left: what runs on it ends first, with its input off. Null: nothing runs. */
  readonly endTests: (device: Device, why: 'released' | 'removed') => Promise<void> | null;
}
