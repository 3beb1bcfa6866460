import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault, NewFile, removePartials } from '#main/folder/new-file.ts';
import { type Kept, keptMax, keptText, type KeptHead, readHead } from '#main/statistics/kept.ts';
import { type BaselineSummary, baselinesKept } from '#shared/contract/baselines.ts';
import { Fault } from '#shared/faults.ts';

const ending = '.json';
/** Names that the console gives, and such as somebody might. */
const baselineFile = /^\w[\w.-]{0,113}\.json$/u;
/** Names of files that somebody has put there, at most. */
const namesMax = 1000;

const unknown = (): Fault => new Fault('BASELINE_UNKNOWN', 'There is no such baseline any more.');

/** The baselines and reports of a data folder: a file each in `profiling/baselines/`. */
export class BaselineStore {
  readonly #folder: string;
  readonly #reference: string;

  /** `folder`: the data folder. Nothing is made before something is kept. */
  constructor(folder: string) {
    this.#folder = join(folder, 'profiling', 'baselines');
    this.#reference = join(folder, 'profiling', 'reference.json');
  }

  /** Removes what a console that was killed has left half written. */
  tidy(): Promise<void> {
    return removePartials(this.#folder);
  }

  /** Newest first; names of files that cannot be read apart. */
  async list(): Promise<{ baselines: BaselineSummary[]; unreadable: string[] }> {
    const reference = await this.reference();
    const unreadable: string[] = [];
    const baselines: BaselineSummary[] = [];
    for (const id of await this.#ids())
      try {
        baselines.push(summaryOf(id, await readHead(this.#file(id)), reference));
      } catch {
        // What is wrong with it helps nobody: it is named, and left as it is.
        unreadable.push(`${id}${ending}`);
      }
    return {
      baselines: baselines.toSorted((a, b) => b.at - a.at).slice(0, baselinesKept),
      unreadable: unreadable.slice(0, baselinesKept),
    };
  }

  /** Keeps it. Rejects with BASELINES_FULL, DISK_FULL, FOLDER_UNWRITABLE. */
  async keep(kept: Kept): Promise<BaselineSummary> {
    await this.assertRoom();
    const file = await NewFile.begin(this.#folder);
    try {
      // Piece by piece: some megabytes at once would hold up the thread that talks to instruments.
      for (const piece of keptText(kept)) await file.write(Buffer.from(piece));
      const when = new Date(kept.head.at).toISOString().replaceAll(/[-:]|\.\d+Z$/gu, '');
      const id = `${kept.head.kind}-${when}-${randomBytes(3).toString('hex')}`;
      await file.name([`${id}${ending}`]);
      return summaryOf(id, kept.head, null);
    } finally {
      await file.giveUp();
    }
  }

  /** Rejects with BASELINES_FULL when there are as many as are kept: before somebody waits for what would not be. */
  async assertRoom(): Promise<void> {
    const { length } = await this.#ids();
    if (length >= baselinesKept)
      throw new Fault('BASELINES_FULL', `There are ${length} baselines and reports already.`);
  }

  /** What is known of one. Rejects with BASELINE_UNKNOWN. */
  async head(id: string): Promise<KeptHead> {
    return await readHead(this.#file(id)).catch(() => {
      throw unknown();
    });
  }
  async summary(id: string): Promise<BaselineSummary> {
    return summaryOf(id, await this.head(id), await this.reference());
  }

  /** Its whole text. Rejects with BASELINE_UNKNOWN. */
  async text(id: string): Promise<string> {
    await this.head(id);
    if ((await stat(this.#file(id))).size > keptMax) throw unknown();
    return await readFile(this.#file(id), 'utf8');
  }

  /** Where it is, for a thread that reads it. */
  path(id: string): string {
    return this.#file(id);
  }

  /** Removes it. Rejects with BASELINE_UNKNOWN, FOLDER_UNWRITABLE. */
  async remove(id: string): Promise<void> {
    if (!(await this.#ids()).includes(id)) throw unknown();
    if ((await this.reference()) === id) await this.setReference(null);
    await rm(this.#file(id)).catch((error: unknown) => {
      throw fileFault(error, this.#folder);
    });
  }

  /** The one that the overview compares with; null where there is none, or it is gone. */
  async reference(): Promise<string | null> {
    try {
      const { id } = JSON.parse(await readFile(this.#reference, 'utf8')) as { id?: unknown };
      return typeof id === 'string' && (await this.#ids()).includes(id) ? id : null;
    } catch {
      // None was chosen, or nobody can say which: then nothing is compared.
      return null;
    }
  }

  /** Chooses it, or none. Rejects with BASELINE_UNKNOWN, BASELINES_DIFFER (only spans of a bench at work can be compared), and as files do. */
  async setReference(id: string | null): Promise<void> {
    if (id !== null && (await this.head(id)).kind !== 'live')
      throw new Fault('BASELINES_DIFFER', 'This is the report of a run of the critical paths.', {
        remedy: 'Choose a baseline of the spans of a bench at work.',
      });
    const parent = join(this.#folder, '..');
    try {
      if (id === null) return await rm(this.#reference, { force: true });
      const partial = join(parent, `reference.${randomUUID()}.partial`);
      await mkdir(parent, { recursive: true, mode: 0o700 });
      await writeFile(partial, `${JSON.stringify({ id })}\n`, { mode: 0o600, flush: true });
      await rename(partial, this.#reference);
    } catch (error) {
      throw fileFault(error, parent);
    }
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw fileFault(error, this.#folder);
    });
    return names
      .filter((name) => baselineFile.test(name))
      .slice(0, namesMax)
      .map((name) => name.slice(0, -ending.length));
  }
  #file(id: string): string {
    return join(this.#folder, `${id}${ending}`);
  }
}

const summaryOf = (
  id: string,
  { format: _format, paths: _paths, ...head }: KeptHead,
  reference: string | null,
): BaselineSummary => ({ id, ...head, reference: id === reference });
