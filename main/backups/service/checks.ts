import { dirname, basename, isAbsolute, join } from 'node:path';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Signers } from '#main/backups/check/open-backup.ts';
import { signersWith } from '#main/backups/check/signers.ts';
import { compareBackup, verifyBackup } from '#main/backups/check/verify.ts';
import type { Watching } from '#main/backups/jobs.ts';
import { scratchOf } from '#main/backups/make/run.ts';
import type { BackupCopy, backups, BackupSource, BackupVerdict } from '#shared/contract/backups.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Places } from './places.ts';
import type { Remembered, StoredCopy } from './records.ts';
import type { BackupsOptions } from './service.ts';
import type { Worker } from './worker.ts';
import { t } from '#shared/language/t.ts';

/** What checking needs of the service. */
interface Desk extends Pick<BackupsOptions, 'database' | 'signer' | 'folder'> {
  readonly places: Places;
  readonly worker: Worker;
  readonly signers: Signers;
  readonly remembered: () => Promise<Remembered>;
  readonly changed: () => void;
  readonly now: () => number;
}

/** The file of a source, and the copy of the list that it is, if it is one. Rejects with BACKUP_UNKNOWN. */
export async function fileOf(
  source: BackupSource,
  { copies, destinations }: Remembered,
): Promise<{ readonly file: string; readonly copy: StoredCopy | null }> {
  if ('file' in source) {
    const { file } = source;
    if (!isAbsolute(file))
      throw new Fault('BACKUP_UNKNOWN', 'The file is not named by its whole path.', {
        remedy: 'Write it from the root on, as in /media/usb/lablink-bench-….age.',
      });
    const place = destinations.find(({ path }) => path === dirname(file));
    const named = copies.find(
      ({ destination, name }) => destination === place?.id && name === basename(file),
    );
    return { file, copy: named ?? null };
  }
  const copy = copies.find(({ id }) => id === source.copy);
  const place = destinations.find(({ id }) => id === copy?.destination);
  if (copy === undefined || place === undefined)
    throw new Fault('BACKUP_UNKNOWN', 'This backup is not in the list any more.');
  return { file: join(place.path, copy.name), copy };
}

type CheckHandlers = Pick<DomainHandlers<typeof backups>, 'verify' | 'verifyAll'>;

/** Copies checked with a key, or compared without one; what was found is written down. */
export function checkHandlers(desk: Desk): CheckHandlers {
  const { database, signer, folder, places, worker, signers, remembered, changed, now } = desk;

  const judge = async (copy: BackupCopy, found: Pick<BackupCopy, 'state' | 'trouble'>): Promise<void> => {
    await database.write('judgeBackupCopy', { id: copy.id, at: now(), ...found });
    changed();
  };

  /** What a comparison says of a copy: only what this console has signed was ever verified by it. */
  const comparedAs = ({
    state: found,
    signature,
    problems,
  }: BackupVerdict): Pick<BackupCopy, 'state' | 'trouble'> =>
    found === 'unchanged' && signature !== 'ok' && signer !== null
      ? { state: 'failed', trouble: t`Its manifest is not signed by this console.` }
      : { state: found, trouble: problems[0] ?? null };

  /** Writes down that a copy is gone, if that is what the fault says and its destination is there: what nobody can look at now is not missing. */
  const judgeMissing = async (copy: StoredCopy, error: unknown): Promise<boolean> => {
    const { code, message } = faultShape(error);
    if (code !== 'BACKUP_UNKNOWN') return false;
    const { destinations } = await remembered();
    const place = destinations.find(({ id }) => id === copy.destination);
    if (place === undefined) return false;
    await places.look([place], true);
    if (places.seen(place.path)?.trouble !== null) return false;
    await judge(copy, { state: 'missing', trouble: message });
    return true;
  };

  const compare = async (
    copy: StoredCopy,
    file: string,
    watching: Watching,
  ): Promise<BackupCopy['state']> => {
    try {
      const found = comparedAs(await compareBackup(file, signers, watching));
      // Of somebody else's there is nothing to compare with but its own word.
      if (copy.found && found.state === 'failed' && copy.state === 'unverified') return copy.state;
      await judge(copy, found);
      return found.state;
    } catch (error) {
      if (await judgeMissing(copy, error)) return 'missing';
      throw error;
    }
  };

  return {
    verify: ({ source, key, signer: given }, { signal }) =>
      worker.stream('verify', 'Verify a backup', signal, async (watching) => {
        const { file, copy } = await fileOf(source, await remembered());
        const known = signersWith(signers, given);
        try {
          const verdict =
            key === null
              ? await compareBackup(file, known, watching)
              : await verifyBackup({ ...watching, file, key, signers: known, scratch: scratchOf(folder) });
          if (copy !== null) {
            const said = { state: verdict.state, trouble: verdict.problems[0] ?? null };
            await judge(copy, key === null && !copy.found ? comparedAs(verdict) : said);
          }
          return verdict;
        } catch (error) {
          if (copy !== null) await judgeMissing(copy, error);
          throw error;
        }
      }),

    verifyAll: (_input, { signal }) =>
      worker.stream('verify', 'Compare all backups', signal, async ({ signal: stop, onProgress }) => {
        const { copies, destinations } = await remembered();
        const found = { unchanged: 0, failed: 0, missing: 0 };
        await places.look(destinations, true);
        for (const [index, copy] of copies.entries()) {
          const place = destinations.find(({ id }) => id === copy.destination)!;
          // What nobody can look at now is neither missing nor changed.
          if (places.seen(place.path)?.trouble !== null) continue;
          const at = { done: index, of: copies.length, unit: 'files', rate: null, leftS: null } as const;
          onProgress({ stage: place.name, ...at });
          const result = await compare(copy, join(place.path, copy.name), { signal: stop });
          if (result === 'missing') found.missing++;
          else if (result === 'failed') found.failed++;
          else found.unchanged++;
        }
        return found;
      }),
  };
}
