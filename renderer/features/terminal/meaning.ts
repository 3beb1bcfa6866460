import type { Understood } from '#shared/contract/program.ts';
import { alignWords, type Header, parseHeader } from './header.ts';
import { type Unit, unitsOf, wordsOf } from './units.ts';

/** A listed command, ready to be matched. */
export interface Listed {
  readonly command: Understood;
  readonly header: Header;
}

/** The commands that the driver lists; those whose header cannot be read are left out. */
export function listed(commands: readonly Understood[]): readonly Listed[] {
  return commands.flatMap((command) => {
    const header = parseHeader(command.header);
    return header === null ? [] : [{ command, header }];
  });
}

/** The listed command that a unit is, or null: then nobody knows what it does. */
export function meaningOf(list: readonly Listed[], unit: Unit): Understood | null {
  const query = unit.written.endsWith('?');
  const words = wordsOf(unit);
  const found = list.find(({ header }) => {
    if (header.query !== query || header.common !== unit.written.startsWith('*')) return false;
    if (header.common) return header.nodes[0]?.word === words[0]?.toUpperCase();
    return alignWords(header.nodes, words, { open: false, all: true }) !== null;
  });
  return found?.command ?? null;
}

/** What a message is, as far as the list tells. */
export interface Meaning {
  /** Headers that are not listed, as they are written. */
  readonly unlisted: readonly string[];
  /** True when some part does what nobody can say beforehand: it is not listed, or listed as such. */
  readonly unknownEffect: boolean;
}

export function lineMeaning(list: readonly Listed[], line: string): Meaning {
  const units = unitsOf(line).filter(({ written }) => written !== '');
  const known = units.map((unit) => ({ written: unit.written, command: meaningOf(list, unit) }));
  const unlisted = known.filter(({ command }) => command === null).map(({ written }) => written);
  return {
    unlisted,
    unknownEffect: unlisted.length > 0 || known.some(({ command }) => command?.does === 'unknown'),
  };
}
