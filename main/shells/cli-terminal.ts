import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Lines that somebody types, or that a program writes to standard input. On a terminal the questions are on standard error, and
 * what is typed to a hidden one is not echoed.
 */
export class Terminal implements AsyncDisposable {
  readonly #input: Interface;
  readonly #lines: string[] = [];
  #ended = false;
  #hidden = false;

  /** `interrupt` is told of Ctrl-C: while a line is being read, the terminal sends a character instead of a signal. */
  constructor(interrupt: () => void) {
    const echo = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.#hidden) process.stderr.write(chunk);
        done();
      },
    });
    this.#input = createInterface({
      input: process.stdin,
      output: echo,
      terminal: Terminal.isPerson,
      historySize: 0,
    });
    this.#input.on('line', (line) => this.#lines.push(line));
    this.#input.on('SIGINT', interrupt);
    this.#input.on('close', () => {
      this.#ended = true;
    });
  }

  /** Whether somebody sits there who can be asked. */
  static get isPerson(): boolean {
    return process.stdin.isTTY === true;
  }

  /** The next line; null at the end of the input, or when `signal` says that nobody wants it any more. */
  async line(signal: AbortSignal): Promise<string | null> {
    while (this.#lines.length === 0 && !this.#ended && !signal.aborted)
      await Promise.race([
        once(this.#input, 'line', { signal }),
        once(this.#input, 'close', { signal }),
      ]).catch(() => undefined);
    return signal.aborted ? null : (this.#lines.shift() ?? null);
  }

  /** Asks, and answers with what was typed; null at the end of the input. A program is asked nothing, it just writes the line. */
  async ask(
    question: string,
    signal: AbortSignal,
    options: { hidden?: boolean } = {},
  ): Promise<string | null> {
    if (!Terminal.isPerson) return this.line(signal);
    process.stderr.write(question);
    this.#hidden = options.hidden === true;
    try {
      return await this.line(signal);
    } finally {
      // The end of the line was not echoed, either.
      if (this.#hidden) process.stderr.write('\n');
      this.#hidden = false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#input.close();
  }
}
