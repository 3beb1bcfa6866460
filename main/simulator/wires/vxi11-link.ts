import type { Device } from './device.ts';
import type { DeviceLock } from './vxi11-lock.ts';

/** source: VXI-11, table B.2 (error values) */
export const errors = {
  none: 0,
  notAccessible: 3,
  badLink: 4,
  parameter: 5,
  noChannel: 6,
  unsupported: 8,
  resources: 9,
  locked: 11,
  notLocked: 12,
  timeout: 15,
  io: 17,
  abort: 23,
  channelExists: 29,
} as const;

/** source: VXI-11, B.5.3 (operation flags) and B.6.4 (reasons why a read ends) */
export const flagBits = { waitLock: 1, end: 8, terminator: 0x80 } as const;
const reasons = { requested: 1, terminator: 2, end: 4 } as const;

/** Most bytes of one reply to device_read: whoever wants more reads again. */
export const longestRead = 65_536;
/** Longest wait that a timer takes. ms. */
const longestWait = 2 ** 31 - 1;

/** What device_read answers. */
export interface ReadResult {
  readonly error: number;
  readonly reason: number;
  readonly bytes: Buffer;
}

/** One link of a client to a device: its message exchange, and what of it is under way. */
export class Vxi11Link {
  readonly device: Device;
  readonly lock: DeviceLock;
  #running: AbortController | null = null;
  readonly #closed: (() => void)[] = [];
  /** Ends the connection that the link was made on. */
  readonly cut: () => void;

  constructor(device: Device, lock: DeviceLock, cut: () => void) {
    this.device = device;
    this.lock = lock;
    this.cut = cut;
  }

  /** Ends what is under way with error 23. Nothing under way: nothing happens. source: VXI-11, B.6.15 */
  abort(): void {
    this.#running?.abort();
  }

  /** Does something that may be aborted, once the lock admits this link. Resolves with an error value. */
  async exclusively(
    flags: number,
    lockMs: number,
    run: (signal: AbortSignal) => number | Promise<number>,
  ): Promise<number> {
    return await this.#abortable(async (signal) => {
      const waitMs = flags & flagBits.waitLock ? Math.min(lockMs, longestWait) : 0;
      const admits = (): boolean => this.lock.admits(this);
      if (!admits() && !(await this.lock.until(admits, waitMs, signal))) return errors.locked;
      return await run(signal);
    });
  }

  /** Takes the lock, waiting if the flags say so. One that this link has already is refused at once (B.6.10). */
  async acquire(flags: number, lockMs: number): Promise<number> {
    if (this.lock.isHeldBy(this)) return errors.locked;
    return await this.#abortable(async (signal) => {
      const waitMs = flags & flagBits.waitLock ? Math.min(lockMs, longestWait) : 0;
      const taken = await this.lock.until(() => this.lock.take(this), waitMs, signal);
      return taken ? errors.none : errors.locked;
    });
  }

  /** Gives bytes to the device as soon as it has room for them. None are no action, not even END. source: VXI-11, B.6.3 */
  async write(bytes: Buffer, end: boolean, ms: number, signal: AbortSignal): Promise<number> {
    if (bytes.length === 0) return errors.none;
    if (!(await this.device.whenRoom(Math.min(ms, longestWait), signal))) return errors.timeout;
    this.device.write(bytes, end);
    return errors.none;
  }

  /**
   * Reads until there is a reason to stop: as many bytes as wanted, the terminator, END, or `longestRead`, for which there is
   * no reason bit. After `ms` without one: what came until then, and a timeout. source: VXI-11, B.6.4
   */
  async read(max: number, terminator: number | null, ms: number, signal: AbortSignal): Promise<ReadResult> {
    const until = performance.now() + Math.min(ms, longestWait);
    const parts: Buffer[] = [];
    let [count, reason] = [0, 0];
    const most = Math.min(max, longestRead);
    while (count < most && reason === 0) {
      const reply = this.device.read(most - count, terminator);
      if (reply !== null) {
        parts.push(reply.bytes);
        count += reply.bytes.length;
        reason = (reply.terminator ? reasons.terminator : 0) | (reply.end ? reasons.end : 0);
      } else if (!(await this.device.whenReply(Math.max(0, until - performance.now()), signal)))
        return { error: errors.timeout, reason: 0, bytes: Buffer.concat(parts) };
    }
    if (count === max) reason |= reasons.requested;
    return { error: errors.none, reason, bytes: Buffer.concat(parts) };
  }

  /** Called when the link has ended. */
  onClosed(listener: () => void): void {
    this.#closed.push(listener);
  }

  /** The link ends: what is under way, its lock, and what its client has not read. */
  close(): void {
    this.abort();
    this.lock.release(this);
    this.device.close();
    for (const listener of this.#closed) listener();
  }

  async #abortable(run: (signal: AbortSignal) => Promise<number>): Promise<number> {
    const running = new AbortController();
    this.#running = running;
    try {
      const error = await run(running.signal);
      return running.signal.aborted ? errors.abort : error;
    } finally {
      this.#running = null;
    }
  }
}
