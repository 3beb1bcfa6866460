import { isAbsolute, join } from 'node:path';
import { compareBackup, verifyBackup } from '#main/backups/check/verify.ts';
import { signersWith, strangers } from '#main/backups/check/signers.ts';
import type { Signers } from '#main/backups/check/open-backup.ts';
import type { Watching } from '#main/backups/jobs.ts';
import { scratchOf, tidyScratch } from '#main/backups/make/run.ts';
import type { BackupCopy, BackupSource, BackupState, BackupVerdict } from '#shared/contract/backups.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { foundAt } from './found.ts';
import { Maker, type Made } from './make.ts';
import { Places } from './places.ts';
import type { Remembered, StoredCopy } from './records.ts';
import { dueNow } from './schedule.ts';
import type { Backups, BackupsOptions } from './service.ts';
import { chosen, setUpHandlers } from './set-up.ts';
import { stateOf } from './state.ts';
import { tellState } from './tell-state.ts';
import { Worker } from './worker.ts';

/** The backup at shutdown may take so long; then it is given up, and nothing is left of it, ms. */
const shutdownMs = 60_000;
const usualTickMs = 20_000;

/** Opens the backups of a console. Never rejects: what cannot be read now says so when it is asked for. */
export function openBackups(options: BackupsOptions): Backups {
  const { database, restores, signer, folder, unattended = true, now = Date.now } = options;
  const places = new Places();
  const maker = new Maker(options, now);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const worker = new Worker(changed);
  let lookedTo: number | null = null;

  const remembered = (): Promise<Remembered> => database.read('backupsRemembered', now());
  // Keys that this vault opens: one that somebody wrote into the database vouches for nothing.
  const signers: Signers = { ...strangers, isKnown: (key) => signer?.own.includes(key) ?? false };

  const state = async (): Promise<BackupState> =>
    stateOf(await remembered(), {
      now: now(),
      looks: (path) => places.seen(path),
      signer: signer?.fingerprint ?? null,
      running: worker.running,
      restoreWaits: await restores.waits(),
      afterRestore: await restores.after(),
    });

  /** The file of a source. Rejects with BACKUP_UNKNOWN. */
  const fileOf = async (source: BackupSource): Promise<{ file: string; copy: StoredCopy | null }> => {
    if ('file' in source) {
      if (!isAbsolute(source.file))
        throw new Fault('BACKUP_UNKNOWN', 'The file is not named by its whole path.', {
          remedy: 'Write it from the root on, as in /media/usb/lablink-bench-….age.',
        });
      return { file: source.file, copy: null };
    }
    const { copies, destinations } = await remembered();
    const copy = copies.find(({ id }) => id === source.copy);
    const place = destinations.find(({ id }) => id === copy?.destination);
    if (copy === undefined || place === undefined)
      throw new Fault('BACKUP_UNKNOWN', 'This backup is not in the list any more.');
    return { file: join(place.path, copy.name), copy };
  };

  /** Writes down what was found of a copy. */
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
      ? { state: 'failed', trouble: 'Its manifest is not signed by this console.' }
      : { state: found, trouble: problems[0] ?? null };

  /** Looks at destinations, and lists what lies there and was not known. */
  const lookAgain = async (again: boolean): Promise<void> => {
    const before = await remembered();
    await places.look(before.destinations, again);
    for (const place of before.destinations) {
      const look = places.seen(place.path);
      if (look === null || worker.running?.what === 'backup') continue;
      const found = await foundAt(place, look, before);
      if (found.length > 0) await database.write('addFoundBackups', found);
    }
    changed();
  };
  const lookSoon = (again: boolean): void =>
    void lookAgain(again).catch((error: unknown) =>
      process.emitWarning(`the destinations: ${faultShape(error).code}`),
    );

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
      const { code, message } = faultShape(error);
      if (code !== 'BACKUP_UNKNOWN') throw error;
      await judge(copy, { state: 'missing', trouble: message });
      return 'missing';
    }
  };

  const backUp = async (
    ids: readonly string[] | null,
    why: BackupCopy['why'],
    watching: Watching,
  ): Promise<Made> => {
    const before = await remembered();
    try {
      const made = await maker.make(before, chosen(before.destinations, ids), why, watching);
      await maker.keep(await remembered());
      return made;
    } finally {
      void places.look(before.destinations, true).then(changed);
    }
  };

  const record = (action: string, detail: Record<string, unknown>, result: string): void =>
    void options.audit
      .record({ at: now(), who: 'console', seat: '', action, detail, result })
      .catch(() => undefined);

  /** A run that nobody waits for. */
  const alone = async (why: 'schedule' | 'caught-up' | 'shutdown', signal: AbortSignal): Promise<void> => {
    try {
      const { copies, failed } = await worker.run('backup', 'Backup by the schedule', signal, (watching) =>
        backUp(null, why, watching),
      );
      record('backups.scheduled', { why, copies: copies.length, failed: failed.length }, 'ok');
    } catch (error) {
      const { code, message } = faultShape(error);
      record('backups.scheduled', { why, message }, code);
    }
  };

  const ready = ({ recipients, destinations }: Remembered): boolean =>
    recipients.length > 0 && destinations.length > 0;
  const closing = new AbortController();
  let idleTo = 0;
  let ticking: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    const all = await remembered();
    // Nothing was missed while there was nothing to run.
    if (!ready(all)) idleTo = now();
    lookedTo = Math.max(all.lookedTo ?? lookedTo ?? now(), idleTo);
    if (!ready(all) || worker.running !== null || closing.signal.aborted) return;
    const due = dueNow(all.schedule, lookedTo, now());
    if (
      due.run === null &&
      due.lookedTo - lookedTo < 3_600_000 &&
      due.lookedTo >= lookedTo &&
      all.lookedTo !== null
    )
      return;
    const { schedule, keeping } = all;
    await database.write('backupsLookedTo', { schedule, keeping, lookedTo: due.lookedTo });
    if (due.run !== null) await alone(due.run, closing.signal);
  };
  const timer = setInterval(() => {
    if (unattended)
      ticking = ticking.then(tick).catch((error: unknown) =>
        // A database that cannot be read now is looked at again at the next tick; the history says that it cannot be written.
        process.emitWarning(`the backup schedule: ${faultShape(error).code}`),
      );
  }, options.tickMs ?? usualTickMs);
  timer.unref();
  void tidyScratch(folder).catch((error: unknown) =>
    process.emitWarning(`what a killed backup left: ${faultShape(error).code}`),
  );

  const done = async (writing: Promise<unknown>): Promise<Record<string, never>> => {
    await writing;
    changed();
    return {};
  };
  return {
    handlers: {
      state: (_input, { signal }) => tellState(signal, { state, listeners, refresh: () => lookSoon(false) }),

      list: async ({ destination, before, limit }) => {
        const { copies } = await remembered();
        const fit = copies.filter(
          (copy) =>
            (destination === null || copy.destination === destination) &&
            (before === null || copy.at < before),
        );
        return { copies: fit.slice(0, limit), more: fit.length > limit };
      },

      ...setUpHandlers({ database, signer, places, remembered, done, now }),

      setSchedule: ({ schedule, keeping }) =>
        done(database.write('setBackupSchedule', { schedule, keeping, lookedTo: now() })),
      going: async ({ keeping }) => {
        const all = await remembered();
        const copies = maker.going({ ...all, keeping: keeping ?? all.keeping }).slice(0, 500);
        return { copies, bytes: copies.reduce((sum, { bytes }) => sum + bytes, 0) };
      },

      create: ({ destinations }, { signal }) =>
        worker.stream('backup', 'Backup', signal, (watching) => backUp(destinations, 'person', watching)),

      verify: ({ source, key, signer: given }, { signal }) =>
        worker.stream('verify', 'Verify a backup', signal, async (watching) => {
          const { file, copy } = await fileOf(source);
          const known = signersWith(signers, given);
          const verdict =
            key === null
              ? await compareBackup(file, known, watching)
              : await verifyBackup({ ...watching, file, key, signers: known, scratch: scratchOf(folder) });
          if (copy !== null) {
            const said = { state: verdict.state, trouble: verdict.problems[0] ?? null };
            await judge(copy, key === null && !copy.found ? comparedAs(verdict) : said);
          }
          return verdict;
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
            onProgress({
              stage: place.name,
              done: index,
              of: copies.length,
              unit: 'files',
              rate: null,
              leftS: null,
            });
            const result = await compare(copy, join(place.path, copy.name), { signal: stop });
            if (result === 'missing') found.missing++;
            else if (result === 'failed') found.failed++;
            else found.unchanged++;
          }
          return found;
        }),

      drill: ({ source, key, signer: given, override }, { signal, who }) =>
        worker.stream('drill', 'Restore drill', signal, async (watching) => {
          const { file } = await fileOf(source);
          const verdict = await restores.drill({ ...watching, file, key, signers, signer: given, override });
          const { counts, seconds } = verdict;
          const passed = verdict.state === 'verified';
          await database.write('addBackupDrill', { at: now(), who, passed, seconds, counts });
          return verdict;
        }),

      restore: ({ source, key, signer: given, override, parts }, { signal }) =>
        worker.stream('restore', 'Prepare a restore', signal, async (watching) => {
          const { file } = await fileOf(source);
          const safety = async (): Promise<string | null> => {
            if (!ready(await remembered())) return null;
            const { copies } = await backUp(null, 'before-restore', watching);
            return copies[0]?.name ?? null;
          };
          return await restores.prepare({
            ...watching,
            file,
            key,
            signers,
            signer: given,
            override,
            parts,
            safety,
          });
        }),
      abandonRestore: () => done(restores.abandon()),
      cancel: () => done(worker.cancel()),
    },

    async close() {
      clearInterval(timer);
      closing.abort();
      await worker.cancel();
      await ticking;
      const all = await remembered().catch(() => null);
      if (unattended && all?.schedule.atShutdown === true && ready(all))
        await alone('shutdown', AbortSignal.timeout(shutdownMs));
    },
  };
}
