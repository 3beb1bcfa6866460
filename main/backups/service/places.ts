import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { isBackupName } from '#main/backups/format/names.ts';
import type { StoredDestination } from './records.ts';

/** What was seen at a destination. */
export interface Look {
  /** Null: it can be written; else what is in the way. */
  readonly trouble: string | null;
  readonly freeBytes: number | null;
  /** File names of backups that lie there; null when nobody could look. */
  readonly names: ReadonlySet<string> | null;
}

/** A look that takes longer has failed, ms: a share that is gone answers never. */
const lookMs = 3000;
/** Looks that have not come back, at most: each holds one of the few threads of the system's file calls. */
const hangingMax = 2;
/** A look holds for so long, ms. */
const freshMs = 15_000;

const words: Readonly<Record<string, string>> = {
  ENOENT: 'It is not there: unplugged, not mounted, or under another name.',
  ENOTDIR: 'It is not a folder.',
  EACCES: 'The console may not write there.',
  EROFS: 'It is mounted read-only.',
  EIO: 'The disk reports an error.',
  ENODEV: 'It was unplugged.',
  ESTALE: 'The share is not what it was: mount it again.',
  EHOSTDOWN: 'The server of the share does not answer.',
};
const unseen: Look = { trouble: 'It does not answer.', freeBytes: null, names: null };

async function lookAt(path: string): Promise<Look> {
  try {
    if (!(await stat(path)).isDirectory()) return { ...unseen, trouble: words['ENOTDIR']! };
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(path);
    const names = new Set((await readdir(path)).filter(isBackupName));
    return { trouble: null, freeBytes: bavail * bsize, names };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { ...unseen, trouble: words[code] ?? `It cannot be used (${code || 'unknown reason'}).` };
  }
}

/** Looks at destinations, each now and then, and never waits long for one that hangs. */
export class Places {
  readonly #seen = new Map<string, { readonly at: number; readonly look: Look }>();
  readonly #under = new Map<string, Promise<Look>>();

  /** What was seen last; null before the first look. */
  seen(path: string): Look | null {
    return this.#seen.get(path)?.look ?? null;
  }

  /** Looks at all of them that have not been looked at lately. Resolves after some seconds at most. */
  async look(destinations: readonly StoredDestination[], again = false): Promise<void> {
    await Promise.all(destinations.map(({ path }) => this.#look(path, again)));
  }

  async #look(path: string, again: boolean): Promise<void> {
    const before = this.#seen.get(path);
    if (!again && before !== undefined && performance.now() - before.at < freshMs) return;
    let under = this.#under.get(path);
    if (under === undefined) {
      if (this.#under.size >= hangingMax) return;
      under = lookAt(path).finally(() => this.#under.delete(path));
      this.#under.set(path, under);
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Look>((resolve) => {
      timer = setTimeout(() => resolve(unseen), lookMs);
    });
    const look = await Promise.race([under, late]);
    clearTimeout(timer);
    this.#seen.set(path, { at: performance.now(), look });
  }
}
