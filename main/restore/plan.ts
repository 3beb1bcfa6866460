import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '#main/folder/sync.ts';
import { restoreParts } from '#shared/contract/backups.ts';
import { z } from '#shared/schema.ts';

/** A plain name in the data folder: no way out of it. */
const PlainName = z.string().regex(/^[\w-][\w.-]*$/);

/**
 * What a prepared restore does at the next start. It is written last of all, so where it is, everything else is there: it is the
 * marker that makes a restore valid.
 */
export const Plan = z.strictObject({
  format: z.literal(1),
  id: z.string().min(1),
  /** Epoch ms at which it was prepared, and at which the backup was made. */
  at: z.number(),
  from: z.number(),
  parts: z.array(z.enum(restoreParts)).min(1),
  /** What the audit row of the restore says: host, signer, signature, override. */
  about: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Where what is replaced goes to. */
  before: PlainName,
  /** What moves out of the data folder, and whether something comes in its place. */
  moves: z.array(z.strictObject({ name: PlainName, comes: z.boolean() })),
});
export type Plan = z.infer<typeof Plan>;

/** Its folder in the data folder; beside the plan there are `new/`, what comes in by its name, and `taken.db`. */
const restoreFolder = 'restore';
export const stagingOf = (folder: string): string => join(folder, restoreFolder);
export const incomingOf = (folder: string): string => join(folder, restoreFolder, 'new');
/** The database of the backup, where only parts of it are taken into the one that stays. */
export const takenOf = (folder: string): string => join(folder, restoreFolder, 'taken.db');
const planOf = (folder: string): string => join(folder, restoreFolder, 'plan.json');

/** The plan of a prepared restore; null when none is prepared. Rejects when it cannot be read. */
export async function readPlan(folder: string): Promise<Plan | null> {
  if (!existsSync(planOf(folder))) return null;
  return Plan.parse(JSON.parse(await readFile(planOf(folder), 'utf8')));
}

/** Makes a prepared restore valid: whole and on the disk when this resolves, or not there at all. */
export async function writePlan(folder: string, plan: Plan): Promise<void> {
  const fresh = `${planOf(folder)}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(Plan.parse(plan)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(stagingOf(folder));
  await rename(fresh, planOf(folder));
  await syncFolder(stagingOf(folder));
  await syncFolder(folder);
}

/** An empty place to prepare a restore in. What was prepared before is given up. */
export async function makeStaging(folder: string): Promise<void> {
  await removeStaging(folder);
  await mkdir(incomingOf(folder), { recursive: true, mode: 0o700 });
}

/** Gives a prepared restore up: first the marker goes, so that whatever is left of it is worth nothing. */
export async function removeStaging(folder: string): Promise<void> {
  if (!existsSync(stagingOf(folder))) return;
  const isPlanned = existsSync(planOf(folder));
  await rm(planOf(folder), { force: true });
  // Where there was no marker, none comes back.
  await syncFolder(stagingOf(folder)).catch((error: unknown) => {
    if (isPlanned) throw error;
  });
  await rm(stagingOf(folder), { recursive: true, force: true });
}
