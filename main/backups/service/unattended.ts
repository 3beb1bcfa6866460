import type { Audit } from '#main/bridge/caller.ts';
import { faultShape } from '#shared/faults.ts';
import type { Made } from './make.ts';
import type { Remembered } from './records.ts';
import { dueNow } from './schedule.ts';
import type { BackupsOptions } from './service.ts';
import type { Worker } from './worker.ts';
import type { Watching } from '#main/backups/jobs.ts';

/** The backup at shutdown may take so long; then it is given up, and nothing is left of it, ms. */
const shutdownMs = 60_000;
const usualTickMs = 20_000;
/** A run that made nothing is tried once more after so long: after waking, a network is not there at once, ms. */
const usualRetryMs = 300_000;

interface Desk extends Pick<BackupsOptions, 'database' | 'unattended' | 'tickMs' | 'retryMs'> {
  readonly audit: Audit;
  readonly worker: Worker;
  readonly remembered: () => Promise<Remembered>;
  readonly backUp: (why: 'schedule' | 'caught-up' | 'shutdown', watching: Watching) => Promise<Made>;
  readonly now: () => number;
}

/** Runs that nobody waits for. */
export interface Unattended {
  /** Looks at the schedule now: the PC was asleep, and the next tick may be far. */
  wake(): void;
  /** Ends the schedule; makes the backup at shutdown where there is one. */
  close(): Promise<void>;
}

/** Can anything be backed up? */
export const ready = ({ recipients, destinations }: Remembered): boolean =>
  recipients.length > 0 && destinations.length > 0;

/** Makes backups when the schedule says so. */
export function followSchedule({
  database,
  unattended = true,
  tickMs = usualTickMs,
  retryMs = usualRetryMs,
  audit,
  worker,
  remembered,
  backUp,
  now,
}: Desk): Unattended {
  const closing = new AbortController();
  let lookedTo: number | null = null;
  let idleTo = 0;
  /** By the clock that is never set, ms; null: nothing is to be tried again. */
  let again: number | null = null;
  let ticking: Promise<void> = Promise.resolve();

  const record = (detail: Record<string, unknown>, result: string): void =>
    void audit
      .record({ at: now(), who: 'console', seat: '', action: 'backups.scheduled', detail, result })
      .catch(() => undefined);

  /** True when something was made, or nobody wanted it any more. */
  const alone = async (why: 'schedule' | 'caught-up' | 'shutdown', signal: AbortSignal): Promise<boolean> => {
    try {
      const { copies, failed } = await worker.run('backup', 'Backup by the schedule', signal, (watching) =>
        backUp(why, watching),
      );
      record({ why, copies: copies.length, failed: failed.length }, 'ok');
      return true;
    } catch (error) {
      const { code, message } = faultShape(error);
      record({ why, message }, code);
      return code === 'CANCELLED';
    }
  };

  const tick = async (): Promise<void> => {
    const all = await remembered();
    // Nothing was missed while there was nothing to run.
    if (!ready(all)) idleTo = now();
    lookedTo = Math.max(all.lookedTo ?? lookedTo ?? now(), idleTo);
    if (!ready(all) || worker.running !== null || closing.signal.aborted) return;
    const due = dueNow(all.schedule, lookedTo, now());
    if (due.run === null && again !== null && performance.now() >= again) {
      again = null;
      await alone('caught-up', closing.signal);
      return;
    }
    if (
      due.run === null &&
      due.lookedTo - lookedTo < 3_600_000 &&
      due.lookedTo >= lookedTo &&
      all.lookedTo !== null
    )
      return;
    const { schedule, keeping } = all;
    await database.write('backupsLookedTo', { schedule, keeping, lookedTo: due.lookedTo });
    if (due.run !== null) again = (await alone(due.run, closing.signal)) ? null : performance.now() + retryMs;
  };
  const look = (): void => {
    if (unattended && !closing.signal.aborted)
      ticking = ticking.then(tick).catch((error: unknown) =>
        // A database that cannot be read now is looked at again at the next tick; the history says that it cannot be written.
        process.emitWarning(`the backup schedule: ${faultShape(error).code}`),
      );
  };
  const timer = setInterval(look, tickMs);
  timer.unref();

  return {
    wake: look,
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
