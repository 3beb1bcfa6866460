import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault, removePartials } from '#main/folder/new-file.ts';
import { fileStamp } from '#main/folder/stamp.ts';
import { profileLength, ProfileSummary } from '#shared/contract/profiles.ts';
import { Fault } from '#shared/faults.ts';

/** Profiles that are kept at most: the oldest makes room. */
export const profilesKept = 100;
/** Names that are tried for one profile. */
const tries = 5;
const facts = /^[\w.-]{1,120}\.json$/u;
const Facts = ProfileSummary.omit({ id: true });

const unknown = (): Fault => new Fault('PROFILE_UNKNOWN', 'There is no such profile any more.');

/** The profiles of a data folder: a file each as V8 wrote it in `profiling/profiles/`, and what is known of it beside it. */
export class ProfileStore {
  readonly folder: string;

  /** `folder`: the data folder. Nothing is made before something is kept. */
  constructor(folder: string) {
    this.folder = join(folder, 'profiling', 'profiles');
  }

  /** Removes what a console that was killed has left half written: also facts without their profile. */
  async tidy(): Promise<void> {
    await removePartials(this.folder);
    const names = new Set(await this.#names());
    for (const name of names) {
      const id = name.slice(0, -'.json'.length);
      if (facts.test(name) && !names.has(`${id}.cpuprofile`) && !names.has(`${id}.heapprofile`))
        await rm(join(this.folder, name), { force: true }).catch(() => undefined);
    }
  }

  /** Newest first. What cannot be read is not in it. */
  async list(): Promise<ProfileSummary[]> {
    const found: ProfileSummary[] = [];
    for (const name of (await this.#names()).filter((each) => facts.test(each))) {
      const summary = await this.#facts(name.slice(0, -'.json'.length));
      if (summary !== null) found.push(summary);
    }
    return found.toSorted((a, b) => b.at - a.at || b.id.localeCompare(a.id));
  }

  /** Names for a profile of a thread, in the order in which they are tried. */
  idsFor(at: number, thread: string): string[] {
    const words = thread.replaceAll(/[^\w.-]+/gu, '-').slice(0, 60);
    return Array.from({ length: tries }, () => `${fileStamp(at)}-${words}-${randomBytes(3).toString('hex')}`);
  }

  /** One that is kept. Rejects with PROFILE_UNKNOWN. */
  async one(id: string): Promise<ProfileSummary> {
    const summary = await this.#facts(id);
    if (summary === null) throw unknown();
    return summary;
  }

  /** Where its file is. */
  file({ id, kind }: Pick<ProfileSummary, 'id' | 'kind'>): string {
    return join(this.folder, `${id}.${kind}profile`);
  }

  /** Its name and text, as V8 wrote it. Rejects with PROFILE_UNKNOWN, REPLY_TOO_LARGE. */
  async text(id: string): Promise<{ name: string; text: string }> {
    const summary = await this.one(id);
    const file = this.file(summary);
    const size = await stat(file).then(
      (each) => each.size,
      () => {
        throw unknown();
      },
    );
    if (size > profileLength)
      throw new Fault('REPLY_TOO_LARGE', `The profile has ${Math.ceil(size / 2 ** 20)} MB.`, {
        remedy: `Take it from the folder profiling/profiles of the data folder: ${id}.${summary.kind}profile.`,
      });
    return { name: `${id}.${summary.kind}profile`, text: await readFile(file, 'utf8') };
  }

  /** Removes it. Rejects with PROFILE_UNKNOWN, FOLDER_UNWRITABLE. */
  async remove(id: string): Promise<void> {
    await this.#drop(await this.one(id));
  }

  /** Lets the oldest go while there are more than are kept. */
  async trim(): Promise<void> {
    for (const old of (await this.list()).slice(profilesKept)) await this.#drop(old);
  }

  async #drop(summary: ProfileSummary): Promise<void> {
    try {
      // The profile first: facts without one are tidied away.
      await rm(this.file(summary), { force: true });
      await rm(join(this.folder, `${summary.id}.json`), { force: true });
    } catch (error) {
      throw fileFault(error, this.folder);
    }
  }

  async #facts(id: string): Promise<ProfileSummary | null> {
    try {
      const read = Facts.parse(JSON.parse(await readFile(join(this.folder, `${id}.json`), 'utf8')));
      const summary = { id, ...read };
      await stat(this.file(summary));
      return summary;
    } catch {
      // Not one of ours, or not whole.
      return null;
    }
  }

  async #names(): Promise<string[]> {
    return await readdir(this.folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw fileFault(error, this.folder);
    });
  }
}
