import { readFile, stat } from 'node:fs/promises';
import { NewFile } from '#main/folder/new-file.ts';
import { serveThread } from '#main/threads/serve.ts';
import type { FrameColumns, ProfileSummary } from '#shared/contract/profiles.ts';
import { packFrames } from '#shared/profiles/columns.ts';
import { ownBundles } from './bundles.ts';
import { unreadableProfile } from './call-tree.ts';
import { flameOf, type FlameGraph } from './flame.ts';
import { readProfile } from './read-profile.ts';

/** Bytes of a file that is read at most. */
const fileAtMost = 128 * 2 ** 20;

/** What is to be kept, and under which names. */
export interface Keeping {
  readonly folder: string;
  /** The names without ending, in the order in which they are tried. */
  readonly ids: readonly string[];
  readonly thread: string;
  readonly imported: boolean;
  readonly at: number;
  /** How long it was recorded; null where the profile itself has to say it. */
  readonly seconds: number | null;
  readonly text: string;
}

async function treeIn(file: string) {
  if ((await stat(file)).size > fileAtMost)
    throw unreadableProfile(`it is larger than ${fileAtMost / 2 ** 20} MB.`);
  return readProfile(await readFile(file, 'utf8'));
}

/** Checks it, and writes it with what is known of it beside it: first that, so that a profile is never without. */
async function keep({ folder, ids, text, seconds, ...known }: Keeping): Promise<ProfileSummary> {
  const tree = readProfile(text);
  const file = await NewFile.begin(folder);
  const facts = await NewFile.begin(folder);
  try {
    const bytes = Buffer.from(text);
    await file.write(bytes);
    const summary = {
      kind: tree.kind,
      ...known,
      seconds: tree.seconds ?? seconds,
      samples: tree.samples,
      bytes: bytes.length,
    };
    await facts.write(Buffer.from(`${JSON.stringify(summary)}\n`));
    const name = await facts.name(ids.map((id) => `${id}.json`));
    const id = name.slice(0, -'.json'.length);
    await file.name([`${id}.${tree.kind}profile`]);
    return { id, ...summary };
  } catch (error) {
    await facts.takeBack();
    throw error;
  } finally {
    await file.giveUp();
    await facts.giveUp();
  }
}

/** What takes long with a profile: not on the thread that talks to instruments. */
const work = {
  keep,
  async flame({
    file,
    against,
  }: {
    file: string;
    against: string | null;
  }): Promise<Omit<FlameGraph, 'frames'> & { frames: FrameColumns }> {
    const now = await treeIn(file);
    const then = against === null ? null : await treeIn(against);
    const { frames, ...graph } = flameOf(now, then, ownBundles(import.meta.url));
    return { ...graph, frames: packFrames(frames) };
  },
};
/** The methods of this thread, for the side that calls. */
export type ProfileWork = typeof work;

serveThread(work);
