import { doesWords } from './does-words.ts';
import type { Listed } from './meaning.ts';

/** The listed commands in which every word stands: in the header, the parameters, the help, or what it does. */
export function findCommands(list: readonly Listed[], words: string): readonly Listed[] {
  const wanted = words.toUpperCase().split(/\s+/u).filter(Boolean);
  return list.filter(({ command, header }) => {
    const spelled = header.nodes.map(({ word }) => word).join(':');
    const text = [command.short, spelled, command.parameters, command.help, doesWords[command.does].word]
      .join(' ')
      .toUpperCase();
    return wanted.every((word) => text.includes(word));
  });
}
