import type { Command } from './command.ts';
import { ScpiError } from './errors.ts';
import { HeaderTable } from './headers.ts';
import { readUnit, splitOutside } from './message.ts';
import { readElements } from './parameters.ts';
import type { Status } from './status.ts';

/** Runs program messages against a table of commands. */
export class Interpreter {
  readonly #headers = new HeaderTable();
  readonly #status: Status;

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
    // A message starts at the root. source: SCPI-99, volume 1, chapter 6
    let path: readonly string[] = [];
    let ended = false;
    for (const text of splitOutside(message, ';')) {
      try {
        const unit = readUnit(text);
        if (unit === null) continue;
        const common = unit.header.startsWith('*');
        const typed = common ? [unit.header] : unit.header.replace(/^:/, '').split(':');
        // A leading colon goes to the root; a common command leaves the path as it is.
        const mnemonics = common || unit.header.startsWith(':') ? typed : [...path, ...typed];
        const { command, numbers } = this.#headers.find(mnemonics, unit.query);
        if (!common) path = mnemonics.slice(0, -1);
        if (command.query && ended) throw new ScpiError(-440);
        const answer = command.run(readElements(unit.parameters), numbers, {
          messageAvailable: answers.length > 0,
        });
        if (answer !== null) answers.push(answer);
        ended ||= command.endsResponse;
      } catch (error) {
        if (!(error instanceof ScpiError)) throw error;
        this.#status.report(error.number, error.info);
        if (error.isCommandError) break;
      }
    }
    return answers.length === 0 ? null : answers.join(';');
  }
}
