import type { Command } from './command.ts';
import { ScpiError } from './errors.ts';
import { type Found, HeaderTable } from './headers.ts';
import { readUnit, splitOutside } from './message.ts';
import { type Element, readElements } from './parameters.ts';
import type { Status } from './status.ts';

/** One unit of a message: its command, and its parameters as typed. */
interface Unit extends Found {
  readonly parameters: string;
  /** Where the header of the next unit continues. */
  readonly path: readonly string[];
  /** Read when it runs, and the first time only. */
  elements: readonly Element[] | null;
}

/** Messages that are remembered as they were understood, and how long one may be. Polls are the same again and again. */
const mostRemembered = 32;
const longestRemembered = 256;

/** Runs program messages against a table of commands. */
export class Interpreter {
  readonly #headers = new HeaderTable();
  readonly #status: Status;
  /** Units by message; null for an empty one. What has been understood depends on the text alone. */
  readonly #remembered = new Map<string, readonly (Unit | null)[]>();

  constructor(commands: readonly Command[], status: Status) {
    for (const each of commands) this.#headers.add(each);
    this.#status = status;
  }

  /**
   * Runs one message, given without its terminator, unit by unit. Errors go to the status structure. Returns the
   * answers joined with `;` (IEEE 488.2, 8.4), or null when nothing was asked or could be answered.
   */
  run(message: string): string | null {
    const answers: string[] = [];
    const known = this.#remembered.get(message);
    const read: (Unit | null)[] = [];
    const texts = known === undefined ? splitOutside(message, ';') : known;
    // A message starts at the root. source: SCPI-99, volume 1, chapter 6
    let path: readonly string[] = [];
    let ended = false;
    for (const [at, text] of texts.entries()) {
      try {
        const unit = typeof text === 'string' ? this.#understand(text, path) : text;
        read[at] = unit;
        if (unit === null) continue;
        const { command, numbers } = unit;
        path = unit.path;
        if (command.query && ended) throw new ScpiError(-440);
        unit.elements ??= readElements(unit.parameters);
        const answer = command.run(unit.elements, numbers, { messageAvailable: answers.length > 0 });
        if (answer !== null) answers.push(answer);
        ended ||= command.endsResponse;
      } catch (error) {
        if (!(error instanceof ScpiError)) throw error;
        this.#status.report(error.number, error.info);
        if (error.isCommandError) break;
      }
    }
    if (known === undefined && read.length === texts.length) this.#remember(message, read);
    return answers.length === 0 ? null : answers.join(';');
  }

  #understand(text: string, path: readonly string[]): Unit | null {
    const unit = readUnit(text);
    if (unit === null) return null;
    const { header, query, parameters } = unit;
    const common = header.startsWith('*');
    const typed = common ? [header] : header.replace(/^:/, '').split(':');
    // A leading colon goes to the root; a common command leaves the path as it is.
    const mnemonics = common || header.startsWith(':') ? typed : [...path, ...typed];
    const found = this.#headers.find(mnemonics, query);
    return { ...found, parameters, path: common ? path : mnemonics.slice(0, -1), elements: null };
  }

  /** The oldest one goes when there are too many. */
  #remember(message: string, units: readonly (Unit | null)[]): void {
    if (message.length > longestRemembered) return;
    if (this.#remembered.size >= mostRemembered)
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    this.#remembered.set(message, units);
  }
}
