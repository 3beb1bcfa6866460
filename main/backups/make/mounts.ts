import { stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';

/** The folder at which the file system begins that a folder lies on: itself, or the nearest above it. Rejects when it is not there. */
export async function mountOf(folder: string): Promise<string> {
  let at = folder;
  for (let { dev } = await stat(at); ; ) {
    const above = dirname(at);
    if (above === at) return at;
    const next = await stat(above);
    if (next.dev !== dev) return at;
    at = above;
    ({ dev } = next);
  }
}

/**
 * What is in the way when a destination is not on the file system any more that it was on: the folder that a stick or a share is mounted at
 * is there without it, and is not it. Null: nothing. `mount`: as `mountOf` said when it was added; null when nobody knows.
 */
export async function unmounted(folder: string, mount: string | null): Promise<string | null> {
  if (mount === null || mount === parse(mount).root) return null;
  const now = await mountOf(folder);
  // A file system that begins further down is there in addition.
  return now.length < mount.length
    ? t`Nothing is mounted at ${mount}: the folder there is empty, and not the destination.`
    : null;
}

/** Rejects with FOLDER_UNWRITABLE when a destination is not mounted, and as the system does when it is not there. */
export async function requireMounted(folder: string, mount: string | null): Promise<void> {
  await stat(folder);
  const why = await unmounted(folder, mount);
  if (why !== null)
    throw new Fault('FOLDER_UNWRITABLE', why, { remedy: 'Plug it in or mount it, then try again.' });
}
