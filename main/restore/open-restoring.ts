import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { scratchOf } from '#main/backups/make/run.ts';
import type { Database } from '#main/database/operations.ts';
import type { Vault } from '#main/vault/vault.ts';
import type { BackupState, BackupVerdict, RestorePart } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import type { Opening } from './opening.ts';
import type { restoreReads, restoreWrites } from './operations.ts';
import { readPlan, removeStaging } from './plan.ts';
import { drill, prepareRestore, type Prepared } from './prepare.ts';

/** Restores of a running console: prepared now, in effect at the next start. */
export interface Restoring {
  /** See `prepareRestore`. One that was prepared before is given up. */
  prepare(
    options: Opening & {
      readonly parts: readonly RestorePart[];
      readonly safety: () => Promise<string | null>;
    },
  ): Promise<Prepared>;
  /** See `drill`; the scratch folder is in the data folder. */
  drill(options: Opening): Promise<BackupVerdict>;
  /** What takes effect at the next start; null when nothing does. */
  waits(): Promise<BackupState['restoreWaits']>;
  /** Gives up what was prepared; nothing happens when nothing was. */
  abandon(): Promise<void>;
  /** What the last restore left to do; null when nothing is. */
  after(): Promise<BackupState['afterRestore']>;
}

export interface RestoringOptions {
  /** The data folder; the caller holds its lock. */
  readonly folder: string;
  /** Null when it could not be opened. */
  readonly vault: Vault | null;
  readonly database: Pick<Database<typeof restoreWrites, typeof restoreReads>, 'read'>;
}

/** Restores for a running console. One prepares at a time: BACKUP_BUSY. */
export function openRestoring({ folder, vault, database }: RestoringOptions): Restoring {
  let busy = false;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new Fault('BACKUP_BUSY', 'A restore is being prepared.');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
  return {
    prepare: (options) => alone(() => prepareRestore({ ...options, folder, vault })),
    drill: (options) => drill({ ...options, scratch: join(scratchOf(folder), randomUUID()) }),
    async waits() {
      const plan = await readPlan(folder);
      return plan === null ? null : { from: plan.from, parts: plan.parts, at: plan.at };
    },
    abandon: () => alone(() => removeStaging(folder)),
    after: () => database.read('afterRestore', null),
  };
}
