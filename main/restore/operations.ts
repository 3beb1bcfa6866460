import type { ReadableDb, ReadOperations, WritableDb, WriteOperations } from '#main/database/operations.ts';

/** A restore that no row of the history tells of yet. */
export interface UntoldRestore {
  readonly id: string;
  readonly madeAt: number;
  readonly parts: string;
  readonly about: string;
}

/** What a restore has left for people to do. Times are epoch ms. */
export interface AfterRestore {
  readonly at: number;
  readonly from: number;
  /** Names of those who have no recovery codes since: whoever made new ones is not here any more. */
  readonly voided: string[];
  /** The console has no recovery secret since. */
  readonly secretVoid: boolean;
  /** Names of those who had been disabled on this PC after the backup was made, and still are. */
  readonly disabledSince: string[];
}

const namesMax = 200;

export const restoreWrites = {
  restoreTold(db: WritableDb, input: { readonly id: string }): void {
    db.prepare('UPDATE restored SET recorded = 1 WHERE id = ?').run(input.id);
  },
} satisfies WriteOperations;

export const restoreReads = {
  restoresUntold(db: ReadableDb, _input: null): UntoldRestore[] {
    return db
      .prepare('SELECT id, made_at AS madeAt, parts, about FROM restored WHERE recorded = 0 ORDER BY at')
      .all() as UntoldRestore[];
  },

  /** What the last restore has left to do; null when there was none, or nothing is left. */
  afterRestore(db: ReadableDb, _input: null): AfterRestore | null {
    const row = db
      .prepare(
        'SELECT at, made_at AS "from", parts, voided, disabled FROM restored ORDER BY at DESC, rowid DESC LIMIT 1',
      )
      .get() as { at: number; from: number; parts: string; voided: string; disabled: string } | undefined;
    if (row === undefined) return null;
    const among = (names: string, condition: string): string[] =>
      (
        db
          .prepare(
            `SELECT name FROM user WHERE name IN (SELECT value FROM json_each(?)) AND ${condition}
             ORDER BY name LIMIT ${namesMax}`,
          )
          .all(names) as { name: string }[]
      ).map(({ name }) => name);
    const voided = among(row.voided, 'id NOT IN (SELECT user_id FROM recovery_code)');
    const disabledSince = among(row.disabled, 'disabled_at IS NOT NULL');
    const secretVoid =
      (JSON.parse(row.parts) as string[]).includes('accounts') &&
      db.prepare('SELECT 1 FROM recovery_secret').get() === undefined;
    if (voided.length === 0 && disabledSince.length === 0 && !secretVoid) return null;
    return { at: row.at, from: row.from, voided, secretVoid, disabledSince };
  },
} satisfies ReadOperations;
