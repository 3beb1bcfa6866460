import { brokenDatabase, openDatabase } from '#main/database/database.ts';
import type { Database } from '#main/database/operations.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { History } from '#main/history/service.ts';
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

async function openThem(file: string): Promise<Records> {
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  return { database, history: await openHistory(database), trouble: null };
}

const tooLate = (limitMs: number): Fault =>
  new Fault('DATABASE_FAILED', `The database did not open within ${limitMs / 1000} s.`, {
    remedy: 'Check the disk, then start the console again. The emergency stop works.',
    details: { limitMs },
  });

/**
 * Opens database and history. Never rejects, and never takes longer than the limit: a disk that does not answer must not keep
 * the emergency stop from coming up. A database that opens after that is closed again, whole, so that the next start finds
 * what a long migration has done.
 */
export async function openRecords(file: string, limitMs: number): Promise<Records> {
  const opening = openThem(file);
  const { promise: limit, resolve: pass } = Promise.withResolvers<null>();
  const timer = setTimeout(() => pass(null), limitMs);
  try {
    const records = await Promise.race([opening, limit]);
    if (records !== null) return records;
    closeWhenOpen(opening);
    return await broken(tooLate(limitMs));
  } catch (error) {
    return await broken(asFault(error));
  } finally {
    clearTimeout(timer);
  }
}

async function broken(trouble: Fault): Promise<Records> {
  const database = brokenDatabase<WriteOps, ReadOps>(trouble);
  return { database, history: await openHistory(database), trouble };
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
