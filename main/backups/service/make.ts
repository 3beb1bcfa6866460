import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptAgeBytes } from '#main/backups/format/age.ts';
import { identityName, manifestName } from '#main/backups/format/names.ts';
import type { Watching } from '#main/backups/jobs.ts';
import { createBackup } from '#main/backups/make/create.ts';
import { answering } from '#main/backups/make/deadline.ts';
import { requireMounted } from '#main/backups/make/mounts.ts';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { sortCopies } from './keeping.ts';
import type { Remembered, StoredDestination } from './records.ts';
import type { BackupsOptions } from './service.ts';
import { t } from '#shared/language/t.ts';

/** What came of a run. */
export interface Made {
  readonly copies: BackupCopy[];
  readonly failed: { destination: string; why: string }[];
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Removes files, one after the other; one that is gone already is fine. */
async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    await unlink(path).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
}

/** Makes backups and remembers them; takes away what keeping does not keep. */
export class Maker {
  readonly #options: BackupsOptions;
  readonly #now: () => number;

  constructor(options: BackupsOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** A backup to these destinations; `silent` ones do not answer and are left out. Rejects with BACKUP_NO_KEY, BACKUP_NO_PLACE, BACKUP_FAILED, DISK_FULL, CANCELLED. */
  async make(
    remembered: Remembered,
    destinations: readonly StoredDestination[],
    why: BackupCopy['why'],
    watching: Watching,
    silent: readonly StoredDestination[] = [],
  ): Promise<Made> {
    const { database, vault, folder, file, signer, version, host, takeAlong } = this.#options;
    const { recipients, copies } = remembered;
    if (recipients.length === 0)
      throw new Fault('BACKUP_NO_KEY', 'There is no key that backups are made for.');
    if (destinations.length === 0) throw new Fault('BACKUP_NO_PLACE', 'There is no destination for backups.');
    if (vault === null)
      throw new Fault(
        'VAULT_FAILED',
        'The key of this PC cannot be read, and a backup without it restores no account.',
      );
    const at = this.#now();
    const asked = destinations.filter((place) => !silent.includes(place));
    const last = copies.find(({ state }) => state === 'verified')?.bytes;
    try {
      if (asked.length === 0)
        throw new Fault(
          'BACKUP_FAILED',
          `No destination answers: ${silent.map(({ name }) => name).join(', ')}.`,
        );
      const created = await createBackup({
        ...watching,
        folder,
        database: file,
        files: await takeAlong(),
        exportVaultKey: (to) => vault.exportKey((key) => encryptAgeBytes(key, to)),
        recipients: recipients.map(({ recipient }) => recipient),
        wrapped: recipients.flatMap(({ wrapped }) => (wrapped === null ? [] : [wrapped])),
        signer,
        destinations: asked.map(({ id, path, mount }) => ({ id, path, mount })),
        why,
        version,
        host,
        ...(last !== undefined && { expectedBytes: Math.ceil(last * 1.2) }),
        now: this.#now,
      });
      const { name, manifest } = created;
      const made = created.places.map(
        (destination): BackupCopy => ({
          id: randomUUID(),
          destination,
          name,
          at: manifest.made_at,
          bytes: manifest.file.bytes,
          state: 'verified',
          checkedAt: this.#now(),
          why,
          rows: manifest.counts['record'] ?? 0,
          trouble: null,
        }),
      );
      const failed = [
        ...silent.map(({ id }) => ({ destination: id, why: t`It does not answer.` })),
        ...created.failed,
      ];
      const trouble = failed[0]?.why ?? null;
      await database.write('addBackupRun', {
        copies: made,
        run: { at, why, made: made.length, failed: failed.length, trouble },
      });
      return { copies: made, failed };
    } catch (error) {
      const { code, message } = faultShape(error);
      // Who gives a backup up has not had a failure.
      if (code !== 'CANCELLED')
        await database.write('addBackupRun', {
          copies: [],
          run: { at, why, made: 0, failed: destinations.length, trouble: message },
        });
      throw error;
    }
  }

  /** Copies that keeping would take now. */
  going({ destinations, copies, keeping }: Remembered): BackupCopy[] {
    return destinations.flatMap(({ id }) => {
      const here = copies.filter(({ destination, found }) => destination === id && !found);
      return [...sortCopies(here, keeping, this.#now()).going];
    });
  }

  /**
   * Takes away what keeping does not keep, and records it. Only files that this console made, by the names that it remembers. A
   * place that cannot be reached, is not mounted or does not answer is left for the next time. `reachable`: what the last look said.
   */
  async keep(remembered: Remembered, reachable: (place: StoredDestination) => boolean): Promise<void> {
    const { database, audit } = this.#options;
    const removed: string[] = [];
    const left = new Set(remembered.destinations.filter((place) => !reachable(place)));
    for (const copy of this.going(remembered)) {
      const place = remembered.destinations.find(({ id }) => id === copy.destination);
      if (place === undefined || left.has(place)) continue;
      const path = join(place.path, copy.name);
      const identities = remembered.recipients.map((_each, index) => identityName(path, index));
      try {
        // An empty folder where the destination was would have them all gone.
        await answering(requireMounted(place.path, place.mount), place.path);
        // The name of a backup goes first: what is left without one does not look like a backup.
        await answering(removeAll([path, manifestName(path), ...identities]), place.path);
        await database.write('forgetBackupCopy', copy.id);
        removed.push(copy.name);
      } catch (error) {
        if (error instanceof Fault || isMissing(error)) {
          left.add(place);
          continue;
        }
        await database.write('judgeBackupCopy', {
          id: copy.id,
          state: copy.state,
          at: copy.checkedAt ?? copy.at,
          trouble: t`It could not be deleted: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
        });
      }
    }
    if (removed.length > 0)
      await audit.record({
        at: this.#now(),
        who: 'console',
        seat: '',
        action: 'backups.kept',
        detail: { removed: removed.length, names: removed.slice(0, 50) },
        result: 'ok',
      });
  }
}
