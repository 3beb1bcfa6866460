import { dirname, join } from 'node:path';
import { brokenDatabase, openDatabase } from '#main/database/database.ts';
import type { Database } from '#main/database/operations.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { History } from '#main/history/service.ts';
import { applyRestore } from '#main/restore/apply.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { ReadOps, WriteOps } from './operations.ts';

/** The database of the data folder and the history that is kept in it. */
export interface Records {
  readonly database: Database<WriteOps, ReadOps>;
  readonly history: History;
  /** Why they are out of reach; null when they are not. */
  readonly trouble: Fault | null;
}

/** A Fault for any thrown thing. */
export const asFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const { code, message } = faultShape(error);
  return new Fault(code, message, { cause: error });
};

/** Where the recordings of the data folder of this database are. */
const beside = (file: string) => ({
  transcripts: join(dirname(file), 'transcripts'),
  gapFile: join(dirname(file), 'history.gap'),
});

/** A restore that waits takes effect first: nothing may open the database before. */
async function openThem(file: string, signal: AbortSignal): Promise<Records> {
  await applyRestore(dirname(file), signal);
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  return { database, history: await openHistory(database, beside(file)), trouble: null };
}

const tooLate = (limitMs: number): Fault =>
  new Fault('DATABASE_FAILED', `The database did not open within ${limitMs / 1000} s.`, {
    remedy: 'Check the disk, then start the console again. The emergency stop works.',
    details: { limitMs },
  });

/** What the disk is asked for while the console starts, all of it within one limit. */
export interface Start {
  /** The work, or DATABASE_FAILED when the disk did not answer in time. Work that is late goes on; nobody waits for it. */
  within<T>(work: Promise<T>): Promise<T>;
}

/** However much of the limit is gone, what comes next gets this much, ms: a disk that answers now is not given up. */
const leastMs = 200;

/** Begins to count. `limitMs`: for everything together. */
export function startWithin(limitMs: number): Start {
  const end = performance.now() + limitMs;
  return {
    async within(work) {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const fault = new Fault('DATABASE_FAILED', `The disk did not answer within ${limitMs / 1000} s.`, {
        remedy: 'Check the disk, then start the console again. The emergency stop works.',
        details: { limitMs },
      });
      const timer = setTimeout(() => reject(fault), Math.max(leastMs, end - performance.now()));
      // When it is late and fails, that is nobody's business any more.
      work.catch(() => undefined);
      try {
        return await Promise.race([work, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A database each of whose answers is waited for so long: a person at the sign-in screen is told, instead of left waiting. */
export function answering(
  database: Database<WriteOps, ReadOps>,
  limitMs: number,
): Database<WriteOps, ReadOps> {
  return {
    ...database,
    read: (name, input) => startWithin(limitMs).within(database.read(name, input)),
    write: (name, input) => startWithin(limitMs).within(database.write(name, input)),
  };
}

/**
 * Opens database and history. Never rejects, and never takes longer than the limit: a disk that does not answer must not keep
 * the emergency stop from coming up. A database that opens after that is closed again, whole, so that the next start finds
 * what a long migration has done.
 */
export async function openRecords(file: string, limitMs: number): Promise<Records> {
  const late = new AbortController();
  const opening = openThem(file, late.signal);
  const { promise: limit, resolve: pass } = Promise.withResolvers<null>();
  const timer = setTimeout(() => pass(null), limitMs);
  try {
    const records = await Promise.race([opening, limit]);
    if (records !== null) return records;
    late.abort();
    closeWhenOpen(opening);
    return await broken(file, tooLate(limitMs));
  } catch (error) {
    return await broken(file, asFault(error));
  } finally {
    clearTimeout(timer);
  }
}

async function broken(file: string, trouble: Fault): Promise<Records> {
  const database = brokenDatabase<WriteOps, ReadOps>(trouble);
  return { database, history: await openHistory(database, beside(file)), trouble };
}

/** Nobody waits for it. One that fails to open has closed itself. */
function closeWhenOpen(opening: Promise<Records>): void {
  opening
    .then(async ({ history, database }) => {
      await history.close();
      await database.close();
    })
    .catch((error: unknown) => process.emitWarning(`the late database: ${faultShape(error).code}`));
}
