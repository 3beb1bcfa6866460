import type { Command } from './command.ts';
import { ScpiError } from './errors.ts';

interface Node {
  readonly spellings: readonly string[];
  readonly numbered: boolean;
}

interface Entry {
  readonly command: Command;
  /** Place among the command's numbers of each node as typed; null where a node takes no number. */
  readonly places: readonly (number | null)[];
}

/** What a header as typed stands for. */
export interface Found {
  readonly command: Command;
  /** Numeric suffixes, in the order of the `#` in the command's header; 1 where none was typed. */
  readonly numbers: readonly number[];
}

/**
 * Headers in long and short form, with optional nodes left out or not, and with numeric suffixes.
 * source: SCPI-99, volume 1, 6.2 (mnemonics, default nodes, suffixes)
 */
export class HeaderTable {
  readonly #entries = new Map<string, Entry>();

  /** Adds a command. Throws when two commands answer to the same header: a mistake of this program. */
  add(command: Command): void {
    for (const { nodes, places } of variants(command.header)) {
      for (const spelling of product(nodes.map((node) => node.spellings))) {
        const key = `${spelling.join(':')}${command.query ? '?' : ''}`;
        if (this.#entries.has(key)) throw new Error(`two commands are called ${key}`);
        this.#entries.set(key, { command, places });
      }
    }
  }

  /** Finds a header given as mnemonics from the root. Throws ScpiError -113 or -114. */
  find(mnemonics: readonly string[], query: boolean): Found {
    const split = mnemonics.map((mnemonic) => {
      const [, name = '', digits = ''] = /^(.*?)(\d*)$/.exec(mnemonic.toUpperCase()) ?? [];
      return { name, digits };
    });
    const shown = `${mnemonics.join(':')}${query ? '?' : ''}`;
    const entry = this.#entries.get(`${split.map(({ name }) => name).join(':')}${query ? '?' : ''}`);
    if (entry === undefined) throw new ScpiError(-113, shown);
    const numbers = entry.command.numbers.map(() => 1);
    split.forEach(({ digits }, index) => {
      if (digits === '') return;
      const place = entry.places[index] ?? null;
      const number = Number(digits);
      if (place === null || number < 1 || number > (entry.command.numbers[place] ?? 0))
        throw new ScpiError(-114, shown);
      numbers[place] = number;
    });
    return { command: entry.command, numbers };
  }
}

/** `[SOURce#:]VOLTage[:LEVel]` without and with each optional part. */
function variants(header: string): { nodes: Node[]; places: (number | null)[] }[] {
  const parts = [...header.matchAll(/\[([^\]]+)\]|([^[\]]+)/g)].map(([, optional, fixed]) => ({
    optional: optional !== undefined,
    mnemonics: (optional ?? fixed ?? '').split(':').filter((mnemonic) => mnemonic !== ''),
  }));
  let made: { nodes: Node[]; places: (number | null)[] }[] = [{ nodes: [], places: [] }];
  let place = 0;
  for (const { optional, mnemonics } of parts) {
    const nodes = mnemonics.map(node);
    const places = nodes.map(({ numbered }) => (numbered ? place++ : null));
    const longer = made.map((each) => ({
      nodes: [...each.nodes, ...nodes],
      places: [...each.places, ...places],
    }));
    made = optional ? [...made, ...longer] : longer;
  }
  return made;
}

/** `VOLTage`: the capitals are the short form. source: SCPI-99, volume 1, 6.2.1 */
function node(mnemonic: string): Node {
  const numbered = mnemonic.endsWith('#');
  const long = numbered ? mnemonic.slice(0, -1) : mnemonic;
  const short = long.replace(/[a-z]/g, '');
  return { spellings: [...new Set([short, long.toUpperCase()])], numbered };
}

function product(choices: readonly (readonly string[])[]): string[][] {
  return choices.reduce<string[][]>(
    (made, choice) => made.flatMap((each) => choice.map((word) => [...each, word])),
    [[]],
  );
}
