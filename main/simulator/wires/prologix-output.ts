import type { Duplex } from 'node:stream';
import type { Faults } from '#main/simulator/faults.ts';

/** What an adapter says to its client, as fast as that takes it. */
export class AdapterOutput {
  readonly #stream: Duplex;
  readonly #faults: Faults;
  readonly #over: AbortSignal;

  /** `over`: the client has gone. */
  constructor(stream: Duplex, faults: Faults, over: AbortSignal) {
    this.#stream = stream;
    this.#faults = faults;
    this.#over = over;
  }

  say(bytes: Buffer): void {
    if (!this.#faults.silent && this.#stream.writable) this.#stream.write(bytes);
  }

  /** Resolves when the client takes more, or has gone. */
  async send(bytes: Buffer): Promise<void> {
    this.say(bytes);
    if (!this.#stream.writableNeedDrain || this.#over.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#stream.off('drain', done);
        this.#over.removeEventListener('abort', done);
        resolve();
      };
      this.#stream.on('drain', done);
      this.#over.addEventListener('abort', done);
    });
  }

  /** Nothing is said for so long. ms. */
  async quiet(ms: number): Promise<void> {
    if (this.#over.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#over.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#over.addEventListener('abort', done);
    });
  }
}
