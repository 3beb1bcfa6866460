import type { Status } from '#main/simulator/language/status.ts';

/** RQS takes the place of MSS when the status byte is read by serial poll. source: IEEE 488.2, 11.2.2 */
const requestBit = 64;

/**
 * Asks one client for service: RQS rises with each new reason, which is a bit of the status byte that rises while
 * `*SRE` enables it, or is enabled while it is set. A poll takes RQS away, and so does the end of all reasons.
 * source: IEEE 488.2, 11.3.3
 */
export class ServiceRequest {
  readonly #status: Status;
  readonly #available: () => boolean;
  #reasons = 0;
  #requested = false;
  readonly #listeners = new Set<() => void>();
  readonly #stopFollowing: () => void;

  /** `available`: whether the client has something to read (MAV). */
  constructor(status: Status, available: () => boolean) {
    this.#status = status;
    this.#available = available;
    this.#reasons = this.#enabled();
    this.#stopFollowing = status.onChange(() => this.check());
  }

  /** Looks whether there is a new reason. Called by itself for all but MAV. */
  check(): void {
    const before = this.#reasons;
    this.#reasons = this.#enabled();
    if (this.#reasons === 0) this.#requested = false;
    if ((this.#reasons & ~before) === 0) return;
    this.#requested = true;
    for (const listener of this.#listeners) listener();
  }

  /** The status byte with RQS in bit 6, which is gone after it. */
  poll(): number {
    this.check();
    const byte = this.#status.byte(this.#available()) & ~requestBit;
    const polled = byte | (this.#requested ? requestBit : 0);
    this.#requested = false;
    return polled;
  }

  onRequest(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#stopFollowing();
    this.#listeners.clear();
  }

  #enabled(): number {
    return this.#status.byte(this.#available()) & this.#status.serviceEnable;
  }
}
