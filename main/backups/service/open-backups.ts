import { strangers } from '#main/backups/check/signers.ts';
import type { Signers } from '#main/backups/check/open-backup.ts';
import type { Watching } from '#main/backups/jobs.ts';
import { tidyScratch } from '#main/backups/make/run.ts';
import type { BackupCopy, BackupState } from '#shared/contract/backups.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { checkHandlers, fileOf } from './checks.ts';
import { foundAt } from './found.ts';
import { Maker, type Made } from './make.ts';
import { Places } from './places.ts';
import type { Remembered } from './records.ts';
import type { Backups, BackupsOptions } from './service.ts';
import { chosen, setUpHandlers } from './set-up.ts';
import { stateOf } from './state.ts';
import { tellState } from './tell-state.ts';
import { followSchedule, ready } from './unattended.ts';
import { Worker } from './worker.ts';

/** Somebody has asked for the backup, and it is on record. A seat that is locked or signed out since is told nothing more; the backup goes on. */
const outlives = (why: unknown): boolean => why instanceof Fault;

/** Opens the backups of a console. Never rejects: what cannot be read now says so when it is asked for. */
export function openBackups(options: BackupsOptions): Backups {
  const { database, restores, signer, folder, now = Date.now } = options;
  const places = new Places();
  const maker = new Maker(options, now);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const worker = new Worker(changed);

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

  const backUp = async (
    ids: readonly string[] | null,
    why: BackupCopy['why'],
    watching: Watching,
  ): Promise<Made> => {
    const before = await remembered();
    const wanted = chosen(before.destinations, ids);
    try {
      const silent = await places.awaited(wanted);
      const made = await maker.make(before, wanted, why, watching, silent);
      await maker.keep(await remembered(), ({ path }) => places.seen(path)?.trouble === null);
      return made;
    } finally {
      void places.look(before.destinations, true).then(changed);
    }
  };

  const unattended = followSchedule({
    ...options,
    worker,
    remembered,
    backUp: (why, watching) => backUp(null, why, watching),
    now,
  });
  /** What became of a backup whose window was locked meanwhile: nobody was told. */
  const recordWentOn = (who: string, detail: Record<string, unknown>, result: string): void =>
    void options.audit
      .record({ at: now(), who, seat: '', action: 'backups.wentOn', detail, result })
      .catch(() => undefined);
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

      create: ({ destinations }, { signal, who }) => {
        const alone = (): boolean => signal.aborted && outlives(signal.reason);
        const work = async (watching: Watching): Promise<Made> => {
          try {
            const made = await backUp(destinations, 'person', watching);
            if (alone()) recordWentOn(who, { copies: made.copies.length, failed: made.failed.length }, 'ok');
            return made;
          } catch (error) {
            const { code, message } = faultShape(error);
            if (alone()) recordWentOn(who, { message }, code);
            throw error;
          }
        };
        return worker.stream('backup', 'Backup', signal, work, outlives);
      },

      ...checkHandlers({ database, signer, folder, places, worker, signers, remembered, changed, now }),

      drill: ({ source, key, signer: given, override }, { signal, who }) =>
        worker.stream('drill', 'Restore drill', signal, async (watching) => {
          const { file } = await fileOf(source, await remembered());
          const verdict = await restores.drill({ ...watching, file, key, signers, signer: given, override });
          const { counts, seconds } = verdict;
          const passed = verdict.state === 'verified';
          await database.write('addBackupDrill', { at: now(), who, passed, seconds, counts });
          return verdict;
        }),

      restore: ({ source, key, signer: given, override, parts }, { signal }) =>
        worker.stream('restore', 'Prepare a restore', signal, async (watching) => {
          const { file } = await fileOf(source, await remembered());
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

    wake: () => unattended.wake(),
    close: () => unattended.close(),
  };
}
