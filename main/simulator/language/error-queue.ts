import { type ErrorNumber, errorTexts } from './errors.ts';

/** Entries the queue holds. */
export const errorQueueDepth = 20;

/**
 * The error and event queue: first in, first out; when it is full, the newest entry becomes -350 and what follows is
 * lost. source: SCPI-99, volume 2, 21.8
 */
export class ErrorQueue {
  #entries: { readonly number: ErrorNumber; readonly info: string }[] = [];
  readonly #changed: () => void;

  /** `changed`: called when entries have come or gone. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  push(number: ErrorNumber, info = ''): void {
    if (this.#entries.length < errorQueueDepth) this.#entries.push({ number, info });
    else this.#entries[errorQueueDepth - 1] = { number: -350, info: '' };
    this.#changed();
  }

  /** The oldest entry as `SYSTem:ERRor?` answers it; `0,"No error"` when there is none. */
  shift(): string {
    const { number, info } = this.#entries.shift() ?? { number: 0, info: '' };
    this.#changed();
    // The whole text is at most 255 characters, and a quote inside a string is doubled (IEEE 488.2, 8.7.8).
    const text = `${errorTexts[number]}${info === '' ? '' : `;${info}`}`.slice(0, 255);
    return `${number},"${text.replaceAll('"', '""')}"`;
  }

  clear(): void {
    this.#entries = [];
    this.#changed();
  }

  get length(): number {
    return this.#entries.length;
  }
}
