import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import { removeDurably, systemCode, writeDurably } from './durable-file.ts';
import { inTurn } from './in-turn.ts';

/** Why the console is latched. `bench`: the envelopes are not known, so only an administrator may reset it. */
const Reason = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['stop', 'bench']),
  /** Epoch ms; null when it is not known. */
  at: z.number().nullable(),
  by: z.string(),
  text: z.string(),
});
export type LatchReason = Omit<z.infer<typeof Reason>, 'version'>;

/** What keeps outputs off after an emergency stop, across restarts, until somebody permitted resets it. */
export interface Latch {
  /** Null when it is not set. */
  readonly reason: LatchReason | null;
  /** False while, or when, it is not on the disk: it holds now, but not across a restart. */
  readonly durable: boolean;
  /** Holds at once; resolves, never rejects, when the disk has it or refused it. What it refused is tried again. */
  set(reason: LatchReason): Promise<void>;
  /**
   * Removes it from the disk, and only then lifts it. False when a stop came meanwhile: that one holds. Rejects with
   * FOLDER_UNWRITABLE: then it still holds.
   */
  reset(): Promise<boolean>;
  /** Ends the trying: the folder may be another console's from now on. */
  close(): void;
}

/** Before a disk that took no latch is tried again, ms. */
const againMs = 2000;

const unreadable: LatchReason = {
  kind: 'stop',
  at: null,
  by: 'console',
  text: 'The record of an emergency stop (stop.json) is there but cannot be read, so the stop holds.',
};

async function read(path: string): Promise<LatchReason | null> {
  try {
    const { kind, at, by, text } = Reason.parse(JSON.parse(await readFile(path, 'utf8')));
    return { kind, at, by, text };
  } catch (error) {
    // Only a file that is not there means: not latched.
    return systemCode(error) === 'ENOENT' ? null : unreadable;
  }
}

/** Reads `stop.json` in the data folder. Never rejects: what cannot be read is a latch that is set. */
export async function openLatch(folder: string, changed: () => void, retryMs = againMs): Promise<Latch> {
  const path = join(folder, 'stop.json');
  let reason = await read(path);
  let durable = true;
  // Counts settings, so that a reset whose removal is under way never lifts a stop that came after it.
  let settings = 0;
  let again: NodeJS.Timeout | undefined;
  let closed = false;
  const turn = inTurn();
  /** Puts setting number `mine` on the disk, now or later, unless it is not the newest any more. */
  const keep = async (mine: number, text: string): Promise<void> => {
    try {
      await turn(async () => {
        if (mine !== settings || reason === null) return;
        await writeDurably(path, text);
        if (mine === settings) durable = true;
      });
    } catch {
      // `durable` says so.
      if (!closed && mine === settings) again = setTimeout(() => void keep(mine, text), retryMs).unref();
    }
    changed();
  };
  return {
    get reason() {
      return reason;
    },
    get durable() {
      return durable;
    },
    set(why) {
      settings++;
      const mine = settings;
      // A latch that only an administrator may lift is not turned into one that anybody may.
      reason =
        reason?.kind === 'bench' && why.kind === 'stop'
          ? { ...why, kind: 'bench', text: `${why.text} ${reason.text}` }
          : why;
      durable = false;
      const text = JSON.stringify({ version: 1, ...reason });
      clearTimeout(again);
      return keep(mine, text);
    },
    reset: () => {
      const mine = settings;
      return turn(async () => {
        if (mine !== settings) return false;
        try {
          await removeDurably(path);
        } catch (cause) {
          throw new Fault(
            'FOLDER_UNWRITABLE',
            'The emergency stop could not be reset: stop.json cannot be removed.',
            { cause },
          );
        }
        if (mine !== settings) return false;
        reason = null;
        durable = true;
        changed();
        return true;
      });
    },
    close() {
      closed = true;
      clearTimeout(again);
    },
  };
}
