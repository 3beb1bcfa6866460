import type { ReadableDb } from '#main/database/operations.ts';

/** Names of each kind, at most. */
const namesMax = 50;
/** Records that are looked through for them. */
const scanned = 20_000;

// CROSS JOIN keeps the order: from the newest records to their links, never from every link there was.
const operatorsSql = `SELECT operator AS name, max(seq) AS newest FROM record
  WHERE seq > :floor AND kind <> 'outcome' AND operator <> '' GROUP BY operator ORDER BY newest DESC LIMIT :max`;
const instrumentsSql = `SELECT link.instrument AS id, link.name AS name, max(record.seq) AS newest
  FROM record CROSS JOIN link ON link.id = record.link
  WHERE record.seq > :floor GROUP BY link.instrument ORDER BY newest DESC LIMIT :max`;

/** The operators and instruments of the newest part of the history, newest first. An instrument has its newest name. */
export function names(
  db: ReadableDb,
  _input: null,
): { operators: string[]; instruments: { id: string; name: string }[] } {
  const { seq } = db.prepare('SELECT max(seq) AS seq FROM record').get() as { seq: number | null };
  const bound = { floor: (seq ?? 0) - scanned, max: namesMax };
  const operators = db.prepare(operatorsSql).all(bound) as { name: string }[];
  const instruments = db.prepare(instrumentsSql).all(bound) as { id: string; name: string }[];
  return {
    operators: operators.map(({ name }) => name),
    instruments: instruments.map(({ id, name }) => ({ id, name })),
  };
}
