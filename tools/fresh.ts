import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './steps.ts';

/** Digest of the names and contents of every file that the globs match. */
export function digestOf(globs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of globSync([...globs], { cwd: root }).toSorted()) {
    const path = join(root, file);
    if (!existsSync(path)) continue;
    hash.update(`${file}\0`);
    hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/**
 * Builds only what is stale: runs `build` when the sources differ from those of the last build that succeeded.
 * Returns true when it built.
 */
export async function unlessFresh(
  stamp: string,
  globs: readonly string[],
  build: () => Promise<void>,
): Promise<boolean> {
  const file = join(root, stamp);
  const digest = digestOf(globs);
  if (existsSync(file) && readFileSync(file, 'utf8') === digest) return false;
  await build();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest);
  return true;
}
