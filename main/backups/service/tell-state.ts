import { newest } from '#main/bridge/sources.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { faultShape } from '#shared/faults.ts';

interface Told {
  readonly state: () => Promise<BackupState>;
  /** Called when something has changed. */
  readonly listeners: Set<() => void>;
  /** Has the destinations looked at; listeners are called when that has ended. */
  readonly refresh: () => void;
}

/** The state for one reader: now, and whenever something changes; while somebody reads it, destinations are looked at now and then. */
export const tellState = (
  signal: AbortSignal,
  { state, listeners, refresh }: Told,
): AsyncIterable<BackupState> =>
  newest<BackupState>(signal, (push) => {
    let [asked, running, over] = [false, false, false];
    const show = async (): Promise<void> => {
      asked = true;
      if (running) return;
      running = true;
      while (asked && !over) {
        asked = false;
        try {
          push(await state());
        } catch (error) {
          process.emitWarning(`the state of the backups: ${faultShape(error).code}`);
        }
      }
      running = false;
    };
    const listener = (): void => void show();
    listeners.add(listener);
    const looking = setInterval(refresh, 30_000);
    looking.unref();
    listener();
    refresh();
    return () => {
      over = true;
      clearInterval(looking);
      listeners.delete(listener);
    };
  });
