import { paceOf } from '#main/profiling/pace.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault } from '#shared/faults.ts';
import { problemsMax } from './integrity.ts';
import type { KeepingDatabase } from './operations.ts';
import { summedTables, type ValuesChecked } from './values.ts';

const cancelled = (): Fault => new Fault('CANCELLED', 'The check was cancelled. Nothing was changed.');

/** The answer, or CANCELLED as soon as it is not wanted any more: what the reader is at goes on unseen to its end. */
async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(cancelled());
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export type Values = Pick<ValuesChecked, 'rows' | 'unchecked' | 'problems'>;

/** Holds every row outside the chain that has a sum against it, piece by piece. Rejects with CANCELLED, DATABASE_*. */
export async function checkAllValues(
  database: KeepingDatabase,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Values> {
  const pace = paceOf('Check readings and notes', 'rows');
  const problems: string[] = [];
  let [rows, unchecked] = [0, 0];
  for (const table of summedTables)
    for (let after: number | null = null, more = true; more && problems.length < problemsMax; ) {
      const step: ValuesChecked = await unless(signal, database.read('checkValues', { table, after }));
      ({ after } = step);
      more = after !== null;
      rows += step.rows;
      unchecked += step.unchecked;
      problems.push(...step.problems);
      tell(pace(rows, null));
    }
  return { rows, unchecked, problems: problems.slice(0, problemsMax) };
}

/**
 * Checks the file table by table with SQLite's own check, then the rows outside the chain by their sums. Cancelled, it answers at
 * once. Rejects with CANCELLED, DATABASE_*.
 */
export async function checkIntegrity(
  database: KeepingDatabase,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<{ readonly problems: string[]; readonly unchecked: number }> {
  const { parts, pages } = await unless(signal, database.read('integrityParts', null));
  const of = Math.max(
    pages,
    parts.reduce((sum, part) => sum + part.pages, 0),
  );
  const pace = paceOf('Check every page', 'pages');
  const problems: string[] = [];
  let done = 0;
  tell(pace(done, of));
  for (const part of parts) {
    problems.push(...(await unless(signal, database.read('integrityOf', part.table))));
    done += part.pages;
    tell(pace(done, of));
    if (problems.length >= problemsMax) break;
  }
  const values = await checkAllValues(database, signal, tell);
  return { problems: [...problems, ...values.problems].slice(0, problemsMax), unchecked: values.unchecked };
}
