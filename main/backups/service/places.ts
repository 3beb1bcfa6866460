import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { isBackupName } from '#main/backups/format/names.ts';
import { unmounted } from '#main/backups/make/mounts.ts';
import type { StoredDestination } from './records.ts';
import { t } from '#shared/language/t.ts';

/** What is looked at. */
type Place = Pick<StoredDestination, 'path'> & Partial<Pick<StoredDestination, 'mount'>>;

/** What was seen at a destination. */
export interface Look {
  /** Null: it can be written; else what is in the way. */
  readonly trouble: string | null;
  readonly freeBytes: number | null;
  /** File names of backups that lie there; null when nobody could look. */
  readonly names: ReadonlySet<string> | null;
  /** It did not answer in time: nothing more is to be asked of it before it has. */
  readonly hangs: boolean;
}

/** A look that takes longer has failed, ms: a share that is gone answers never. */
const lookMs = 3000;
/** So many looks are waited for before a backup goes on without a destination: half a minute. */
const patience = 10;
/** Looks that have not come back, at most: each holds one of the few threads of the system's file calls. */
const hangingMax = 2;
/** A look holds for so long, ms. */
const freshMs = 15_000;

const words: Readonly<Record<string, string>> = {
  ENOENT: t`It is not there: unplugged, not mounted, or under another name.`,
  ENOTDIR: t`It is not a folder.`,
  EACCES: t`The console may not write there.`,
  EROFS: t`It is mounted read-only.`,
  EIO: t`The disk reports an error.`,
  ENODEV: t`It was unplugged.`,
  ESTALE: t`The share is not what it was: mount it again.`,
  EHOSTDOWN: t`The server of the share does not answer.`,
};
const unseen = { freeBytes: null, names: null, hangs: false } as const;
const silent: Look = { ...unseen, trouble: t`It does not answer.`, hangs: true };

async function lookAt({ path, mount }: Place): Promise<Look> {
  try {
    if (!(await stat(path)).isDirectory()) return { ...unseen, trouble: words['ENOTDIR']! };
    const trouble = await unmounted(path, mount ?? null);
    if (trouble !== null) return { ...unseen, trouble };
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(path);
    const names = new Set((await readdir(path)).filter(isBackupName));
    return { trouble: null, freeBytes: bavail * bsize, names, hangs: false };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { ...unseen, trouble: words[code] ?? t`It cannot be used (${code || 'unknown reason'}).` };
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
  async look(destinations: readonly Place[], again = false): Promise<void> {
    await Promise.all(destinations.map((place) => this.#look(place, again)));
  }

  /** Waits for those that do not answer at once: a disk that was asleep takes some seconds. Resolves with those that still do not. */
  async awaited<T extends Place>(destinations: readonly T[]): Promise<readonly T[]> {
    let late = destinations;
    for (let times = 0; late.length > 0 && times < patience; times++) {
      await this.look(late, true);
      late = late.filter(({ path }) => this.seen(path)?.hangs === true);
    }
    return late;
  }

  async #look(place: Place, again: boolean): Promise<void> {
    const { path } = place;
    const before = this.#seen.get(path);
    if (!again && before !== undefined && performance.now() - before.at < freshMs) return;
    let under = this.#under.get(path);
    if (under === undefined) {
      if (this.#under.size >= hangingMax) return;
      under = lookAt(place).finally(() => this.#under.delete(path));
      this.#under.set(path, under);
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Look>((resolve) => {
      timer = setTimeout(() => resolve(silent), lookMs);
    });
    const look = await Promise.race([under, late]);
    clearTimeout(timer);
    this.#seen.set(path, { at: performance.now(), look });
  }
}
