import type { ReadableDb, WritableDb } from '#main/database/operations.ts';

/** Records of one part of the index. */
const spanRecords = 2 ** 18;

/** The part that a record belongs to. */
export const spanOf = (seq: number): number => Math.floor(seq / spanRecords);
/** The first record of a part. */
export const spanStart = (number: number): number => number * spanRecords;

const table = (number: number): string => `search_${number}`;

/** What goes into the index of one line; see tokens.ts. */
export interface Indexed {
  readonly text: string;
  readonly about: string;
  readonly operator: string;
  readonly lane: string;
  readonly failed: string | null;
  readonly slow: string | null;
  readonly long: string | null;
}

/** The parts there are, newest first. */
export const spans = (db: ReadableDb): number[] =>
  (db.prepare('SELECT number FROM search_span ORDER BY number DESC').all() as { number: number }[]).map(
    ({ number }) => number,
  );

function ensure(db: WritableDb, number: number): void {
  if (db.prepare('SELECT 1 FROM search_span WHERE number = ?').get(number) !== undefined) return;
  // Only which lines have a trigram, not where: what is found is checked against the line itself. Neither texts nor sizes are kept.
  db.exec(`CREATE VIRTUAL TABLE ${table(number)} USING fts5(text, about, operator, lane, failed, slow, long,
    tokenize = 'trigram', detail = none, content = '', columnsize = 0)`);
  db.prepare('INSERT INTO search_span VALUES (?, 0)').run(number);
}

/** Adds a line to its part. Twice is no harm: what it had stays. Within one step, rising numbers are the quickest. */
export function addTo(db: WritableDb, seq: number, line: Indexed): void {
  const number = spanOf(seq);
  ensure(db, number);
  db.prepare(
    `INSERT INTO ${table(number)} (rowid, text, about, operator, lane, failed, slow, long) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(seq, line.text, line.about, line.operator, line.lane, line.failed, line.slow, line.long);
}

/** Lines of a part between `low` and `high` (not included) that an expression finds, newest first. */
export const found = (
  db: ReadableDb,
  number: number,
  expression: string,
  low: number,
  high: number,
): IterableIterator<{ rowid: number }> =>
  db
    .prepare(
      `SELECT rowid FROM ${table(number)} WHERE ${table(number)} MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC`,
    )
    .iterate(expression, low, high) as IterableIterator<{ rowid: number }>;

/** Removes a part. */
export function dropSpan(db: WritableDb, number: number): void {
  db.exec(`DROP TABLE IF EXISTS ${table(number)}`);
  db.prepare('DELETE FROM search_span WHERE number = ?').run(number);
}

/** True when every part that should be there is. */
export const areWhole = (db: ReadableDb): boolean =>
  db
    .prepare(
      "SELECT 1 FROM search_span WHERE 'search_' || number NOT IN (SELECT name FROM sqlite_schema WHERE type = 'table')",
    )
    .get() === undefined;

/** Pages that one step of merging writes, about. */
const mergePages = 100;

/** Makes a finished part one piece, a bounded step at a time. True when there is more to do. */
export function mergeFinished(db: WritableDb, indexedTo: number): boolean {
  const part = db
    .prepare('SELECT number FROM search_span WHERE merged = 0 AND number < ? ORDER BY number LIMIT 1')
    .get(spanOf(indexedTo)) as { number: number } | undefined;
  if (part === undefined) return false;
  const changes = (): number =>
    (db.prepare('SELECT total_changes() AS count').get() as { count: number }).count;
  const name = table(part.number);
  const before = changes();
  // Negative: pieces of any age are merged, also when there are few. source: SQLite FTS5, 6.10 (the 'merge' command).
  db.prepare(`INSERT INTO ${name} (${name}, rank) VALUES ('merge', ?)`).run(-mergePages);
  if (changes() - before < 2)
    db.prepare('UPDATE search_span SET merged = 1 WHERE number = ?').run(part.number);
  return true;
}
