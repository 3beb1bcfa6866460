import type { ReadableDb } from '#main/database/operations.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { deedWords } from '#shared/history/deed-words.ts';
import { foldCase } from '#shared/history/matches.ts';
import { namesOf, storedNumber } from './names.ts';
import { flags, isReadable, numbered, slowToken, trigramsOf } from './tokens.ts';

const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`;
const all = (parts: readonly string[]): string => `(${parts.join(' AND ')})`;
const any = (parts: readonly string[]): string => `(${parts.join(' OR ')})`;
const tokens = (list: readonly string[]): string[] => list.map(quoted);

/** True when the index holds enough of these words to look them up. */
export const isIndexed = (text: string): boolean => trigramsOf(text).length > 0;

/** Lines that may have the words: in what they say, or in a name that stands in them by number. */
function textPart(db: ReadableDb, text: string): string {
  const trigrams = trigramsOf(text);
  const folded = foldCase(text);
  const has = (name: string): boolean => foldCase(name).includes(folded);
  const links = db.prepare('SELECT id, name FROM link').all() as { id: number; name: string }[];
  const named = [
    ...links.filter(({ name }) => has(name)).map(({ id }) => numbered('link', id)),
    ...namesOf(db, 'operator')
      .filter(({ name }) => has(name))
      .map(({ id }) => numbered('operator', id)),
    ...namesOf(db, 'action')
      .filter(({ name }) => has(name) || has(deedWords(name)))
      .map(({ id }) => numbered('action', id)),
  ];
  const readable = trigrams.filter(isReadable);
  return any([
    all(tokens(trigrams)),
    // Of a long reply only what is readable is indexed.
    ...(readable.length === trigrams.length ? [] : [all(tokens([flags.long, ...readable]))]),
    ...tokens(named),
  ]);
}

/** Lines about an instrument: over any of its links, and audit rows; null where there is none. */
function instrumentPart(db: ReadableDb, instrument: string): string | null {
  const links = db.prepare('SELECT id FROM link WHERE instrument = ?').all(instrument) as { id: number }[];
  const id = storedNumber(db, 'instrument', instrument);
  const found = links.map((link) => numbered('link', link.id));
  if (id !== null) found.push(numbered('instrument', id));
  return found.length === 0 ? null : any(tokens(found));
}

/**
 * What finds, in the index, every line that fits a filter, and some that don't. Empty where no part of it is indexed, null where no
 * indexed line can fit.
 */
export function expressionOf(db: ReadableDb, filter: HistoryFilter): string | null {
  const { text, instrument, lane, kind, errors, slowerMs, operator } = filter;
  const parts: (string | null)[] = [];
  if (isIndexed(text)) parts.push(textPart(db, text));
  if (instrument !== null) parts.push(instrumentPart(db, instrument));
  if (operator !== null) {
    const id = storedNumber(db, 'operator', operator);
    parts.push(id === null ? null : quoted(numbered('operator', id)));
  }
  if (lane !== null) parts.push(quoted(flags[lane]));
  if (kind === 'audit') parts.push(quoted(flags.audit));
  if (kind === 'exchange') parts.push(any(tokens([flags.person, flags.poll, flags.emergency])));
  if (errors) parts.push(quoted(flags.failed));
  const slow = slowerMs === null ? null : slowToken(slowerMs);
  if (slow !== null) parts.push(quoted(slow));
  return parts.includes(null) ? null : parts.join(' AND ');
}
