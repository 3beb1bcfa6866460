import BetterSqlite3 from 'better-sqlite3';

/**
 * Changes a closed database as somebody with the file and SQLite could: the triggers that keep the history append-only are
 * dropped first, so that only the chain can tell.
 */
export function tamper(
  file: string,
  ...statements: readonly (string | readonly [sql: string, ...values: unknown[]])[]
): void {
  const raw = new BetterSqlite3(file);
  try {
    raw.pragma('foreign_keys = OFF');
    raw.pragma('ignore_check_constraints = ON');
    for (const name of raw
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all() as string[])
      raw.exec(`DROP TRIGGER ${name}`);
    for (const statement of statements) {
      const [sql, ...values] = typeof statement === 'string' ? [statement] : statement;
      raw.prepare(sql!).run(...values);
    }
  } finally {
    raw.close();
  }
}

/** Changes a closed database as a program that respects nothing but SQLite's own rules: its triggers hold. */
export function attempt(file: string, sql: string): void {
  const raw = new BetterSqlite3(file);
  try {
    raw.exec(sql);
  } finally {
    raw.close();
  }
}

/** What a raw connection finds in a database. */
export function look<T>(file: string, sql: string, ...values: readonly unknown[]): T[] {
  const raw = new BetterSqlite3(file, { readonly: true });
  try {
    return raw.prepare(sql).all(...values) as T[];
  } finally {
    raw.close();
  }
}

/** What SQLite's own check finds: `ok` when the file is whole. */
export function integrity(file: string): unknown {
  const raw = new BetterSqlite3(file, { readonly: true });
  try {
    return raw.pragma('integrity_check', { simple: true });
  } finally {
    raw.close();
  }
}
