import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '#main/folder/sync.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { joinParts } from './join.ts';
import { incomingOf, type Plan, readPlan, removeStaging } from './plan.ts';

/** What a test looks at, or stops at: called before every step that changes the disk. */
export type BeforeStep = (what: string) => void;

/** The first name that nothing has: what was moved away before is never overwritten. */
function freeIn(folder: string, name: string): string {
  let path = join(folder, name);
  for (let n = 2; existsSync(path); n++) path = join(folder, `${name}.${n}`);
  return path;
}

/**
 * Moves what is replaced out, then what comes in. Where it was interrupted is read from the disk: something that still lies in
 * `new/` has not come in yet, so what stands in its place is the old one.
 */
async function move(folder: string, plan: Plan, step: BeforeStep): Promise<void> {
  const before = join(folder, plan.before);
  const incoming = incomingOf(folder);
  const waits = (name: string): boolean => existsSync(join(incoming, name));
  step('make the folder for what is replaced');
  await mkdir(before, { recursive: true, mode: 0o700 });
  // What is moved into a folder that has no name on the disk yet is nowhere after a power cut.
  step('sync');
  await syncFolder(folder);
  for (const { name, comes } of plan.moves) {
    if (!existsSync(join(folder, name)) || (comes && !waits(name))) continue;
    step(`${name} out`);
    await rename(join(folder, name), freeIn(before, name));
  }
  step('sync');
  await syncFolder(before);
  await syncFolder(folder);
  for (const { name, comes } of plan.moves) {
    if (!comes || !waits(name)) continue;
    step(`${name} in`);
    await rename(join(incoming, name), join(folder, name));
  }
  step('sync');
  await syncFolder(incoming);
  await syncFolder(folder);
}

/**
 * Puts a prepared restore into effect, or goes on with one that was interrupted; what was only half prepared is removed. Answers
 * with what was restored, null when nothing waits. Call it while the data folder is locked and before its database is opened.
 * Rejects with BACKUP_FAILED when it could not be finished: then nothing may open the database, and the next start goes on.
 */
export async function applyRestore(
  folder: string,
  signal: AbortSignal = new AbortController().signal,
  step: BeforeStep = () => undefined,
): Promise<Plan | null> {
  const before: BeforeStep = (what) => {
    signal.throwIfAborted();
    step(what);
  };
  try {
    const plan = await readPlan(folder);
    if (plan !== null) {
      await joinParts(folder, plan, before);
      await move(folder, plan, before);
    }
    before('tidy');
    await removeStaging(folder);
    return plan;
  } catch (cause) {
    const why = cause instanceof Fault ? ` ${cause.message}` : '';
    throw new Fault('BACKUP_FAILED', `The restore that was prepared could not be finished.${why}`, {
      remedy:
        'Free space on the disk and check who owns the data folder, then start the console again: it goes on where it was. What is replaced is kept in a folder before-restore-… of the data folder.',
      details: { code: faultShape(cause).code },
      cause,
    });
  }
}
