import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { Fault } from '#shared/faults.ts';

interface Thing {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const thingsOf = (db: ReadableDb): Thing[] =>
  db
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    .all() as Thing[];

/** The archive of a backup, and what the index for text makes by itself: tables and no more. */
function isGrown({ type, name, sql }: Thing): boolean {
  if (type !== 'table') return false;
  if (name === 'sqlar') return true;
  const virtual = /^\s*CREATE\s+VIRTUAL\s/i.test(sql ?? '');
  return /^search_\d+(?:_\w+)?$/.test(name) && (!virtual || /\bUSING\s+fts5\b/i.test(sql ?? ''));
}

/**
 * Refuses a database that has another schema than the migrations make: a backup that nobody here knows the maker of could bring a
 * trigger along, or lack those that keep the history as it is. Call it after the database was migrated. Throws BACKUP_DAMAGED.
 */
export function refuseForeignSchema(db: ReadableDb): void {
  const model = openWritable(':memory:');
  try {
    migrate(model, readMigrations());
    const expected = new Map(thingsOf(model).map(({ type, name, sql }) => [`${type} ${name}`, sql]));
    for (const thing of thingsOf(db)) {
      const name = `${thing.type} ${thing.name}`;
      if (expected.get(name) === thing.sql && expected.delete(name)) continue;
      if (!isGrown(thing)) throw foreign(`has a ${name} that no console makes`);
    }
    const [missing] = expected.keys();
    if (missing !== undefined) throw foreign(`lacks the ${missing}`);
  } finally {
    model.close();
  }
}

const foreign = (what: string): Fault =>
  new Fault('BACKUP_DAMAGED', `The database in the backup ${what.slice(0, 200)}. Nothing was changed.`);
