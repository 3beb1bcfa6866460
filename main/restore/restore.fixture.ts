import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3, { type Database as Connection } from 'better-sqlite3';
import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import type { RestorePart } from '#shared/contract/backups.ts';
import { incomingOf, makeStaging, type Plan, takenOf, writePlan } from './plan.ts';
import { movesOf } from './moves.ts';
import { putRestored } from './restored-rows.ts';

/** A scratch folder that the test removes. */
export const scratch = (): string => mkdtempSync(join(tmpdir(), 'lablink-restore-'));
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Works on a database file with a connection of its own. */
export function withDatabase<T>(file: string, work: (db: Connection) => T): T {
  const db = openWritable(file);
  try {
    migrate(db, readMigrations());
    return work(db);
  } finally {
    db.close();
  }
}

/** One person of a database: `step` is the newest step of the authenticator that was taken. */
export interface Somebody {
  readonly name: string;
  readonly disabledAt?: number;
  readonly step?: number;
}

/** Fills a database so that it can be told from another: `mark` is in every part of it. */
export function fill(file: string, mark: string, people: readonly Somebody[]): void {
  withDatabase(file, (db) => {
    for (const { name, disabledAt = null, step = 0 } of people) {
      db.prepare("INSERT INTO user VALUES (?, ?, ?, 'administrator', ?, ?, ?, 1, ?)").run(
        name,
        name,
        name.toLowerCase(),
        `hash of ${mark}`,
        Buffer.from(mark),
        step,
        disabledAt,
      );
      db.prepare('INSERT INTO recovery_code VALUES (?, 1, ?, NULL)').run(name, Buffer.from(mark));
      db.prepare("INSERT INTO layout VALUES (?, ?, ?, 'x', 0, '{}', 1)").run(
        `${mark} ${name}`,
        name,
        `bench of ${mark}`,
      );
    }
    db.prepare('INSERT INTO recovery_secret VALUES (1, ?, 1)').run(Buffer.from(mark));
    db.prepare(
      "INSERT INTO record (seq, kind, at, line, digest, hash, operator, request, status) VALUES (1, 'audit', 1, 1, zeroblob(32), zeroblob(32), 'x', ?, 'ok')",
    ).run(Buffer.from(`history of ${mark}`));
  });
}

/** What there is of a data folder, in words that two of them can be compared by. */
export function look(folder: string): Record<string, unknown> {
  const db = new BetterSqlite3(join(folder, 'lablink.db'));
  const one = (sql: string): unknown => db.prepare(sql).pluck().all();
  try {
    return {
      sound: one('PRAGMA integrity_check'),
      history: one('SELECT CAST(request AS TEXT) FROM record'),
      people: one(
        "SELECT name || ' ' || password_hash || ' ' || (disabled_at IS NOT NULL) FROM user ORDER BY name",
      ),
      codes: one('SELECT user_id FROM recovery_code ORDER BY 1'),
      layouts: one("SELECT user_id || ': ' || name FROM layout ORDER BY 1"),
      restored: one("SELECT id || ' ' || disabled FROM restored"),
      bench: text(folder, 'bench.json'),
      transcripts: list(join(folder, 'transcripts')),
    };
  } finally {
    db.close();
  }
}

const text = (folder: string, name: string): string | null => {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
};
const list = (folder: string): readonly string[] | null => {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return null;
  }
};

/** A data folder as it is used: with a log beside the database that holds what is not in the file yet. */
export function makeLive(folder: string, mark: string, people: readonly Somebody[]): void {
  mkdirSync(folder, { recursive: true });
  fill(join(folder, 'lablink.db'), mark, people);
  writeFileSync(join(folder, 'bench.json'), `bench of ${mark}`);
  writeFileSync(join(folder, 'stop.json'), `latch of ${mark}`);
  mkdirSync(join(folder, 'transcripts'));
  writeFileSync(join(folder, 'transcripts', `${mark}.txt`), mark);
}

/** A restore as `prepareRestore` leaves it, without what comes before: decrypting, checking, sealing. */
export async function makePrepared(
  folder: string,
  mark: string,
  people: readonly Somebody[],
  parts: readonly RestorePart[],
  more: (database: string) => void = () => undefined,
): Promise<Plan> {
  await makeStaging(folder);
  const incoming = incomingOf(folder);
  const whole = parts.includes('history');
  const database = whole ? join(incoming, 'lablink.db') : takenOf(folder);
  fill(database, mark, people);
  more(database);
  withDatabase(database, (db) => {
    db.exec('DELETE FROM recovery_code');
    putRestored(db as never, { id: 'r1', at: 5, madeAt: 4, parts, about: {}, voided: [] });
  });
  if (parts.includes('settings')) writeFileSync(join(incoming, 'bench.json'), `bench of ${mark}`);
  if (whole) {
    mkdirSync(join(incoming, 'transcripts'));
    writeFileSync(join(incoming, 'transcripts', `${mark}.txt`), mark);
  }
  const plan: Plan = {
    format: 1,
    id: 'r1',
    at: 5,
    from: 4,
    parts: [...parts],
    about: {},
    before: 'before-restore-20270115-080000',
    moves: movesOf(incoming, parts, false),
  };
  await writePlan(folder, plan);
  return plan;
}

/** Every file below a folder with its size, for comparing what was not to be touched. */
export function everything(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const stat = statSync(join(folder, name));
      return stat.isDirectory()
        ? name
        : `${name} ${stat.size} ${readFileSync(join(folder, name)).toString('base64').slice(0, 4000)}`;
    })
    .toSorted();
}
