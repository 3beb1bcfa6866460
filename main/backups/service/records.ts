import type { ReadableDb, WritableDb, WriteOperations, ReadOperations } from '#main/database/operations.ts';
import {
  BackupCount,
  type BackupCopy,
  BackupKeeping,
  type BackupRecipient,
  BackupSchedule,
} from '#shared/contract/backups.ts';
import { z } from '#shared/schema.ts';
import { usualKeeping } from './keeping.ts';
import { usualSchedule } from './schedule.ts';

/** A recipient as it is stored: `wrapped` is its identity under a passphrase. */
export interface StoredRecipient extends Omit<BackupRecipient, 'wrapped'> {
  readonly wrapped: Uint8Array | null;
  /** Epoch ms since which backups are made for it. */
  readonly at: number;
}
export interface StoredDestination {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'removable' | 'network';
  /** The folder at which its file system began when it was added; null where nobody knows. */
  readonly mount: string | null;
}
/** A run that made so many copies, or none. */
export interface Run {
  readonly at: number;
  readonly why: string;
  readonly made: number;
  readonly failed: number;
  readonly trouble: string | null;
}
export interface Drill {
  readonly at: number;
  readonly who: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly counts: BackupCount[];
}
/** All that is remembered of backups but the single copies. */
export interface Remembered {
  readonly recipients: readonly StoredRecipient[];
  readonly destinations: readonly StoredDestination[];
  readonly schedule: BackupSchedule;
  readonly keeping: BackupKeeping;
  /** Runs that were due up to here were made or given up; null before the first look. */
  readonly lookedTo: number | null;
  /** Of the last 31 days, oldest first. */
  readonly runs: readonly Run[];
  readonly drill: Drill | null;
  /** Every copy there is, newest first. Some hundred at most: keeping sees to it. */
  readonly copies: readonly StoredCopy[];
}

/** A copy as it is stored. */
export interface StoredCopy extends BackupCopy {
  /** It lay there, and was not made by this console. */
  readonly found: boolean;
}

const runsKeptMs = 31 * 86_400_000;
const copiesMax = 5000;
const copyColumns =
  'id, destination, name, at, bytes, state, checked_at AS checkedAt, why, rows, trouble, found FROM backup_copy';

const counts = z.array(BackupCount);

/** What the backups ask of the reader threads. */
export const backupReads = {
  backupsRemembered(db: ReadableDb, now: number): Remembered {
    const setting = db.prepare('SELECT schedule, keeping, looked_to FROM backup_setting').get() as
      | { schedule: string; keeping: string; looked_to: number }
      | undefined;
    const drill = db
      .prepare('SELECT at, who, passed, seconds, counts FROM backup_drill ORDER BY id DESC LIMIT 1')
      .get() as (Omit<Drill, 'passed' | 'counts'> & { passed: number; counts: string }) | undefined;
    return {
      recipients: db
        .prepare(
          'SELECT id, name, recipient, proved_at AS provedAt, wrapped, created_at AS at FROM backup_recipient ORDER BY created_at, id',
        )
        .all() as StoredRecipient[],
      destinations: db
        .prepare('SELECT id, name, path, kind, mount FROM backup_destination ORDER BY created_at, id')
        .all() as StoredDestination[],
      schedule: setting === undefined ? usualSchedule : BackupSchedule.parse(JSON.parse(setting.schedule)),
      keeping: setting === undefined ? usualKeeping : BackupKeeping.parse(JSON.parse(setting.keeping)),
      lookedTo: setting?.looked_to ?? null,
      runs: db
        .prepare('SELECT at, why, made, failed, trouble FROM backup_run WHERE at > ? ORDER BY id LIMIT 2000')
        .all(now - runsKeptMs) as Run[],
      drill:
        drill === undefined
          ? null
          : { ...drill, passed: drill.passed === 1, counts: counts.parse(JSON.parse(drill.counts)) },
      copies: (
        db.prepare(`SELECT ${copyColumns} ORDER BY at DESC, id LIMIT ${copiesMax}`).all() as (BackupCopy & {
          found: number;
        })[]
      ).map((copy) => ({ ...copy, found: copy.found === 1 })),
    };
  },
} satisfies ReadOperations;

/** One that is known already stays as it is; one of a destination that was removed meanwhile is nobody's. */
function insertCopies(db: WritableDb, copies: readonly BackupCopy[], found: boolean): void {
  const insert = db.prepare(
    `INSERT INTO backup_copy (id, destination, name, at, bytes, state, checked_at, why, rows, trouble, found)
     SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM backup_destination WHERE id = ?
     ON CONFLICT (destination, name) DO NOTHING`,
  );
  for (const { id, destination, name, at, bytes, state, checkedAt, why, rows, trouble } of copies)
    insert.run(id, name, at, bytes, state, checkedAt, why, rows, trouble, found ? 1 : 0, destination);
}

/** What the backups ask of the writer thread. */
export const backupWrites = {
  addBackupRecipient(db: WritableDb, { id, name, recipient, provedAt, wrapped, at }: StoredRecipient): void {
    db.prepare('INSERT INTO backup_recipient VALUES (?, ?, ?, ?, ?, ?)').run(
      id,
      name,
      recipient,
      provedAt,
      wrapped,
      at,
    );
  },
  proveBackupRecipient(db: WritableDb, { id, at }: { readonly id: string; readonly at: number }): void {
    db.prepare('UPDATE backup_recipient SET proved_at = ? WHERE id = ?').run(at, id);
  },
  removeBackupRecipient(db: WritableDb, id: string): void {
    db.prepare('DELETE FROM backup_recipient WHERE id = ?').run(id);
  },
  addBackupDestination(
    db: WritableDb,
    { id, name, path, kind, mount, at }: StoredDestination & { readonly at: number },
  ): void {
    db.prepare(
      'INSERT INTO backup_destination (id, name, path, kind, created_at, mount) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(id, name, path, kind, at, mount);
  },
  removeBackupDestination(db: WritableDb, id: string): void {
    db.prepare('DELETE FROM backup_copy WHERE destination = ?').run(id);
    db.prepare('DELETE FROM backup_destination WHERE id = ?').run(id);
  },
  setBackupSchedule(
    db: WritableDb,
    { schedule, keeping, lookedTo }: Pick<Remembered, 'schedule' | 'keeping'> & { readonly lookedTo: number },
  ): void {
    db.prepare('INSERT OR REPLACE INTO backup_setting VALUES (1, ?, ?, ?)').run(
      JSON.stringify(schedule),
      JSON.stringify(keeping),
      lookedTo,
    );
  },
  /** Up to where runs were decided; what somebody has set meanwhile stays. */
  backupsLookedTo(
    db: WritableDb,
    { schedule, keeping, lookedTo }: Pick<Remembered, 'schedule' | 'keeping'> & { readonly lookedTo: number },
  ): void {
    db.prepare(
      `INSERT INTO backup_setting (id, schedule, keeping, looked_to) VALUES (1, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET looked_to = excluded.looked_to`,
    ).run(JSON.stringify(schedule), JSON.stringify(keeping), lookedTo);
  },
  /** What a run came to: its copies, and itself. */
  addBackupRun(
    db: WritableDb,
    { copies, run }: { readonly copies: readonly BackupCopy[]; readonly run: Run },
  ): void {
    insertCopies(db, copies, false);
    db.prepare('INSERT INTO backup_run (at, why, made, failed, trouble) VALUES (?, ?, ?, ?, ?)').run(
      run.at,
      run.why,
      run.made,
      run.failed,
      run.trouble,
    );
    db.prepare('DELETE FROM backup_run WHERE at < ?').run(run.at - 12 * runsKeptMs);
  },
  /** Copies that lay at a destination and that nobody here knew. */
  addFoundBackups(db: WritableDb, copies: readonly BackupCopy[]): void {
    insertCopies(db, copies, true);
  },
  judgeBackupCopy(
    db: WritableDb,
    { id, state, at, trouble }: Pick<BackupCopy, 'id' | 'state' | 'trouble'> & { readonly at: number },
  ): void {
    db.prepare('UPDATE backup_copy SET state = ?, checked_at = ?, trouble = ? WHERE id = ?').run(
      state,
      at,
      trouble,
      id,
    );
  },
  forgetBackupCopy(db: WritableDb, id: string): void {
    db.prepare('DELETE FROM backup_copy WHERE id = ?').run(id);
  },
  addBackupDrill(db: WritableDb, { at, who, passed, seconds, counts: found }: Drill): void {
    db.prepare('INSERT INTO backup_drill (at, who, passed, seconds, counts) VALUES (?, ?, ?, ?, ?)').run(
      at,
      who,
      passed ? 1 : 0,
      seconds,
      JSON.stringify(found),
    );
  },
} satisfies WriteOperations;
