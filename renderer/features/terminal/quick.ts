import type { Understood } from '#shared/contract/program.ts';
import type { Listed } from './meaning.ts';

const usual = ['*IDN?', 'SYST:ERR?', '*CLS'] as const;

/** The usual messages that this driver lists, as they are sent. */
export const quickMessages = (list: readonly Listed[]): readonly Understood[] =>
  usual.flatMap((text) => {
    const found = list.find(({ command }) => command.short.replace(/^:/u, '').toUpperCase() === text);
    return found === undefined ? [] : [found.command];
  });

/** A few questions to begin with: the usual ones, then what this instrument in particular can be asked. */
export function firstQuestions(list: readonly Listed[], count = 5): readonly Understood[] {
  const usually = quickMessages(list).filter(({ does }) => does === 'ask');
  const own = list
    .map(({ command }) => command)
    .filter(
      ({ does, parameters, short }) =>
        does === 'ask' && parameters === '' && !short.startsWith('*') && !/^:?SYST/u.test(short),
    );
  return [...usually, ...own].slice(0, count);
}
