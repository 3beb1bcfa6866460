import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { NumberedKind } from './tokens.ts';

type NamedKind = Exclude<NumberedKind, 'link'>;

interface Memory {
  readonly undone: number;
  readonly ids: Map<string, number>;
}
const memories = new WeakMap<WritableDb, Memory>();
const idsMax = 5000;

/** The number of a name, given one where it has none. */
export function numberOf(db: WritableDb, kind: NamedKind, name: string): number {
  let memory = memories.get(db);
  // What was rolled back has no number any more.
  if (memory === undefined || memory.undone !== db.undone) {
    memory = { undone: db.undone, ids: new Map() };
    memories.set(db, memory);
  }
  const key = `${kind} ${name}`;
  const known = memory.ids.get(key);
  if (known !== undefined) return known;
  const stored = storedNumber(db, kind, name);
  const id =
    stored ??
    Number(db.prepare('INSERT INTO search_name (kind, name) VALUES (?, ?)').run(kind, name).lastInsertRowid);
  if (memory.ids.size >= idsMax) memory.ids.clear();
  memory.ids.set(key, id);
  return id;
}

/** The number of a name; null where no indexed line has it. */
export const storedNumber = (db: ReadableDb, kind: NamedKind, name: string): number | null =>
  (
    db.prepare('SELECT id FROM search_name WHERE kind = ? AND name = ?').get(kind, name) as
      | { id: number }
      | undefined
  )?.id ?? null;

/** All names of a kind. */
export const namesOf = (db: ReadableDb, kind: NamedKind): { id: number; name: string }[] =>
  db.prepare('SELECT id, name FROM search_name WHERE kind = ?').all(kind) as { id: number; name: string }[];
