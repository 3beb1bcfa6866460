import type { ReadableDb } from '#main/database/operations.ts';
import type { Manifest } from './format/manifest.ts';

/** What a manifest says of the database inside. */
export type Facts = Pick<Manifest, 'schema' | 'counts' | 'chain'>;

/** Tables with rows of their own; those of an index for text are not. */
export const tablesOf = (db: ReadableDb): string[] =>
  db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
    )
    .pluck()
    .all() as string[];

/** A name as it stands in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Rows of a table. */
export const countOf = (db: ReadableDb, table: string): number =>
  db
    .prepare(`SELECT count(*) FROM ${quoted(table)}`)
    .pluck()
    .get() as number;

/** The last row of the chain. */
export function chainOf(db: ReadableDb): Manifest['chain'] {
  const head = db.prepare('SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; hash: Uint8Array }
    | undefined;
  return head === undefined ? null : { seq: head.seq, hash: Buffer.from(head.hash).toString('hex') };
}
