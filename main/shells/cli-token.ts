import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '#shared/schema.ts';
import { readOwnerFile, writeOwnerFile } from './owner-file.ts';

const Kept = z.object({ token: z.string().min(1).max(256), name: z.string(), expiresAt: z.number() });
/** A token that `lablink login` has kept. */
export type KeptToken = z.infer<typeof Kept>;

/** Its name in the data folder. */
export const tokenFile = 'cli-token.json';
const fileIn = (folder: string): string => join(folder, tokenFile);

/** The token that was kept; null without one. Throws FOLDER_UNWRITABLE when others could have read it. */
export async function readToken(folder: string): Promise<KeptToken | null> {
  const text = await readOwnerFile(fileIn(folder));
  if (text === null) return null;
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    // Damaged: as good as none.
    return null;
  }
}

export const keepToken = (folder: string, kept: KeptToken): Promise<void> =>
  writeOwnerFile(fileIn(folder), JSON.stringify(kept));

export const forgetToken = (folder: string): Promise<void> => rm(fileIn(folder), { force: true });
