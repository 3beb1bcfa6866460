import { faultShape } from '#shared/faults.ts';
import type { LinkState } from '#shared/contract/instruments.ts';
import type { SessionStatus } from './session.ts';

/** What is known of a link, and who wants to hear of it. */
export class Status {
  #phase: 'closed' | 'connecting' | 'up' | 'unreachable' = 'closed';
  #busy = false;
  #dirty = false;
  #recovering = false;
  #answeredAt: number | null = null;
  #latencyMs: number | null = null;
  #trouble: SessionStatus['trouble'] = null;
  #told = true;
  readonly #listeners = new Set<() => void>();

  get now(): SessionStatus {
    return {
      state: this.#state(),
      answeredAt: this.#answeredAt,
      latencyMs: this.#latencyMs,
      trouble: this.#trouble,
    };
  }

  #state(): LinkState {
    if (this.#phase === 'closed' || this.#phase === 'unreachable') return this.#phase;
    if (this.#recovering) return 'recovering';
    if (this.#dirty) return 'dirty';
    if (this.#phase === 'connecting') return 'connecting';
    return this.#busy ? 'busy' : 'ready';
  }

  /** At most once a tick, after the change. Returns what takes the listener away. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get dirty(): boolean {
    return this.#dirty;
  }
  set dirty(value: boolean) {
    this.#dirty = value;
    this.#changed();
  }
  set busy(value: boolean) {
    this.#busy = value;
    this.#changed();
  }
  set recovering(value: boolean) {
    this.#recovering = value;
    this.#changed();
  }

  connecting(): void {
    this.#phase = 'connecting';
    this.#changed();
  }

  /** A fresh link: whatever was missing belongs to the old one. */
  fresh(): void {
    this.#dirty = false;
    this.#busy = false;
    this.#changed();
  }

  up(): void {
    this.#phase = 'up';
    this.#trouble = null;
    this.#changed();
  }

  unreachable(why: unknown, retryAt: number | null): void {
    const { message, remedy } = faultShape(why);
    this.#phase = 'unreachable';
    this.#trouble = { message, remedy, retryAt };
    this.#dirty = false;
    this.#changed();
  }

  closed(): void {
    this.#phase = 'closed';
    this.#dirty = false;
    this.#trouble = null;
    this.#changed();
  }

  answered(latencyMs: number): void {
    this.#answeredAt = Date.now();
    this.#latencyMs = latencyMs;
  }

  #changed(): void {
    if (!this.#told || this.#listeners.size === 0) return;
    this.#told = false;
    setImmediate(() => {
      this.#told = true;
      for (const listener of this.#listeners) listener();
    });
  }
}
