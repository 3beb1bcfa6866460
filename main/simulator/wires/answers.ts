import type { Faults } from '#main/simulator/faults.ts';
import { spoiled } from '#main/simulator/spoiled-answer.ts';

/** What comes back for one message, with what is wrong at the moment. */
export type Answer =
  /** Nothing was asked, or there was no answer to it. */
  | { readonly kind: 'none' }
  /** There is one, and it never arrives. */
  | { readonly kind: 'lost' }
  /** The link is to be cut. */
  | { readonly kind: 'closing' }
  /** Digits without an end. */
  | { readonly kind: 'flood' }
  /** The bytes, LF included. `ended`: the terminator is among them; a link that marks END marks it then. */
  | { readonly kind: 'text'; readonly bytes: Buffer; readonly ended: boolean };

/** Runs the messages of one link, and answers as the faults have it. Every wire uses this one. */
export class Answers {
  readonly #run: (message: string) => string | null;
  readonly #faults: Faults;
  #held: string | null = null;

  constructor(run: (message: string) => string | null, faults: Faults) {
    this.#run = run;
    this.#faults = faults;
  }

  /** Runs one message. The faults that last for so many messages count it. */
  to(message: string): Answer {
    const answer = this.#answer(this.#run(message));
    this.#faults.count();
    return answer;
  }

  /** Forgets the answer that is held back. */
  clear(): void {
    this.#held = null;
  }

  #answer(given: string | null): Answer {
    const { silent, closing, stale, flood, unterminated, partial } = this.#faults;
    let answer = given;
    if (closing) return { kind: 'closing' };
    if (answer === null) return { kind: 'none' };
    if (silent) return { kind: 'lost' };
    if (stale) [answer, this.#held] = [this.#held, answer];
    if (answer === null) return { kind: 'lost' };
    if (flood) return { kind: 'flood' };
    const bytes = Buffer.from(spoiled(answer, this.#faults), 'latin1');
    return { kind: 'text', bytes, ended: !unterminated && !partial };
  }
}
