import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Audit } from '#main/bridge/caller.ts';
import type { Signers } from '#main/backups/check/open-backup.ts';
import type { Watching } from '#main/backups/jobs.ts';
import type { TakenFile } from '#main/backups/make/archive.ts';
import type { Database } from '#main/database/operations.ts';
import type { OwnSigner } from '#main/history/signing/open-signer.ts';
import type { Vault } from '#main/vault/vault.ts';
import type {
  BackupKey,
  backups,
  BackupState,
  BackupVerdict,
  RestorePart,
} from '#shared/contract/backups.ts';
import type { backupReads, backupWrites } from './records.ts';

/** What opens a backup for a restore or a drill. */
interface Opening extends Watching {
  readonly file: string;
  readonly key: BackupKey;
  readonly signers: Signers;
  readonly signer: string | null;
  readonly override: boolean;
}

/** Restores of a running console, as the room above supplies them. */
export interface Restores {
  prepare(
    options: Opening & {
      readonly parts: readonly RestorePart[];
      readonly safety: () => Promise<string | null>;
    },
  ): Promise<{ readonly verdict: BackupVerdict; readonly safety: string | null }>;
  drill(options: Opening): Promise<BackupVerdict>;
  waits(): Promise<BackupState['restoreWaits']>;
  abandon(): Promise<void>;
  after(): Promise<BackupState['afterRestore']>;
}

export interface BackupsOptions {
  /** The data folder. */
  readonly folder: string;
  /** The live database in it. */
  readonly file: string;
  readonly database: Database<typeof backupWrites, typeof backupReads>;
  /** Null when it could not be opened: then nothing can be backed up. */
  readonly vault: Pick<Vault, 'exportKey'> | null;
  /** Null: backups stay unsigned, and say so. */
  readonly signer: OwnSigner | null;
  readonly restores: Restores;
  /** Other files of the data folder that come back with a restore. */
  readonly takeAlong: () => Promise<readonly TakenFile[]>;
  readonly audit: Audit;
  readonly version: string;
  readonly host: string;
  /** False for one command of the command line: no schedule, and no backup at its end. */
  readonly unattended?: boolean;
  readonly now?: () => number;
  /** How often the schedule is looked at, ms; 20 s when left out. */
  readonly tickMs?: number;
  /** When a run by the schedule that made nothing is tried once more, ms; 5 min when left out. */
  readonly retryMs?: number;
}

/** Encrypted backups: made, kept, checked, rehearsed and restored. */
export interface Backups {
  readonly handlers: DomainHandlers<typeof backups>;
  /** The PC was asleep: the schedule is looked at now. */
  wake(): void;
  /** Makes the backup at shutdown where the schedule has one (for a minute at most), and gives up what runs. */
  close(): Promise<void>;
}
