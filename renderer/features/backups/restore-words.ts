import type { RestorePart } from '#shared/contract/backups.ts';

/** What a part is called, and what is in it. */
export const partWords: Readonly<Record<RestorePart, readonly [string, string]>> = {
  history: ['History', 'Commands, replies, waveforms, readings, recordings and the audit trail.'],
  accounts: ['Accounts', 'Names, passwords and authenticators as they were.'],
  settings: ['Settings', 'The instruments of the desk, layouts, limits and policies.'],
};

const lists = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `history and accounts`. */
export const partsWords = (parts: readonly RestorePart[]): string =>
  lists(parts.map((part) => partWords[part][0].toLowerCase()));

/** Names, or how many there are when they are too many to read. */
export const peopleWords = (names: readonly string[]): string =>
  names.length <= 5 ? lists(names) : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
