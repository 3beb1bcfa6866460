import { applicationId } from '#main/database/connection.ts';
import { openForCheck } from '#main/database/backup.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { chainOf, countOf, type Facts, tablesOf } from '#main/backups/facts.ts';
import type { Job } from '#main/backups/jobs.ts';
import { wholeChain } from './whole-chain.ts';
import { t } from '#shared/language/t.ts';

/** What was found in a database that came out of a backup. */
export interface Inspected extends Facts {
  /** Files in its archive. */
  readonly files: number;
  /** Newest `at` of the history, epoch ms; null when it is empty. */
  readonly newestAt: number | null;
  /** What does not hold, in words; none when all does. */
  readonly problems: readonly string[];
}

const problemsMax = 50;
/** SQLite's own checks: the structure of the file, and that what refers to something finds it. */
function soundness(db: ReadableDb, problems: string[]): void {
  const said = db.prepare('PRAGMA integrity_check(20)').pluck().all() as string[];
  if (said.length !== 1 || said[0] !== 'ok')
    problems.push(...said.map((each) => t`SQLite's integrity check: ${each}`));
  const orphans = db.prepare('PRAGMA foreign_key_check').all() as { table: string; rowid: number | null }[];
  for (const { table, rowid } of orphans.slice(0, 10))
    problems.push(t`row ${rowid ?? '?'} of ${table} refers to something that is not there`);
}

function differences(found: Facts, manifest: Facts, problems: string[]): void {
  if (found.schema !== manifest.schema)
    problems.push(t`its database has version ${found.schema}, and the manifest says ${manifest.schema}`);
  for (const table of new Set([...Object.keys(found.counts), ...Object.keys(manifest.counts)])) {
    const [has, says] = [found.counts[table] ?? 0, manifest.counts[table] ?? 0];
    if (has !== says) problems.push(t`table ${table} has ${has} rows, and the manifest says ${says}`);
  }
  if (found.chain?.seq !== manifest.chain?.seq || found.chain?.hash !== manifest.chain?.hash)
    problems.push(t`its history does not end where the manifest says`);
}

/** Checks a database whole, and against what is said of it where something is. Throws a Fault only where the file is no database at all. */
export async function* inspect(file: string, says: Facts | null): Job<Inspected> {
  const problems: string[] = [];
  const db = openForCheck(file);
  try {
    if ((db.pragma('application_id', { simple: true }) as number) !== applicationId)
      problems.push(t`the database in it is not one of this console`);
    yield { stage: 'Check the database', done: 0, of: null, unit: 'rows' };
    soundness(db, problems);
    const counts: Record<string, number> = {};
    for (const table of tablesOf(db)) {
      counts[table] = countOf(db, table);
      yield { stage: 'Check the database', done: Object.keys(counts).length, of: null, unit: 'rows' };
    }
    const found = {
      schema: db.pragma('user_version', { simple: true }) as number,
      counts,
      chain: chainOf(db),
    };
    if (says !== null) differences(found, says, problems);
    yield* wholeChain(db, file, counts['record'] ?? 0, problems);
    const newestAt = db.prepare('SELECT at FROM record ORDER BY seq DESC LIMIT 1').pluck().get();
    return {
      ...found,
      files: counts['sqlar'] ?? 0,
      newestAt: (newestAt as number | undefined) ?? null,
      problems: problems.slice(0, problemsMax),
    };
  } finally {
    db.close();
  }
}
