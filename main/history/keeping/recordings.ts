import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Because, CutQuestion } from './cut.ts';

/** A recording that would go. */
export interface OldFile {
  readonly path: string;
  readonly bytes: number;
  readonly at: number;
}
export interface RecordingPlan {
  readonly files: readonly OldFile[];
  readonly because: Because;
}

/** One that was written to so lately may still be going on, ms. */
const youngMs = 3_600_000;

/** Files of a folder, oldest first; none when there is no such folder. */
export async function filesOf(folder: string | null): Promise<OldFile[]> {
  if (folder === null) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const files: OldFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const seen = await stat(path).catch(() => null);
    if (seen !== null) files.push({ path, bytes: seen.size, at: seen.mtimeMs });
  }
  return files.toSorted((a, b) => a.at - b.at);
}

/** Recordings that are old enough, or too many, from the oldest on. Null: none. */
export async function recordingPlan(
  folder: string | null,
  { olderThan, bytes }: CutQuestion,
  now: number,
): Promise<RecordingPlan | null> {
  const files = (await filesOf(folder)).filter(({ at }) => at < now - youngMs);
  let left = files.reduce((sum, file) => sum + file.bytes, 0);
  const going: OldFile[] = [];
  let [age, size] = [false, false];
  for (const file of files) {
    const old = olderThan !== null && file.at < olderThan;
    const many = bytes !== null && left > bytes;
    if (!old && !many) break;
    age ||= old;
    size ||= many;
    left -= file.bytes;
    going.push(file);
  }
  if (going.length === 0) return null;
  return { files: going, because: age && size ? 'both' : age ? 'age' : 'size' };
}

/** Deletes a recording; one that is gone already is fine. */
export async function removeRecording({ path }: OldFile): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}
