import { rm } from 'node:fs/promises';
import { copyDatabase, openCopy } from '#main/database/backup.ts';
import { encryptAge } from '#main/backups/format/age.ts';
import { frameBytes } from '#main/backups/format/frame-layout.ts';
import { chunksHeld, compressFrames } from '#main/backups/format/frames.ts';
import type { Manifest } from '#main/backups/format/manifest.ts';
import type { Job } from '#main/backups/jobs.ts';
import { pieces, Tally } from '#main/backups/pipe.ts';
import { addFiles, type TakenFile } from './archive.ts';
import { Fault } from '#shared/faults.ts';
import { type PlaceEnd, type PlaceTask, Places } from './places.ts';

export interface WriteTask {
  /** The live database. */
  readonly database: string;
  /** Where the snapshot goes; removed when it has been written. */
  readonly snapshot: string;
  readonly files: readonly TakenFile[];
  /** Epoch ms, for files that have no time of their own. */
  readonly at: number;
  readonly recipients: readonly string[];
  readonly places: readonly PlaceTask[];
}

export interface Written {
  readonly file: Omit<Manifest['file'], 'name'>;
  /** Length of the database inside. Its hash is taken of what is read back; until then the frames' own checksums hold it. */
  readonly plainBytes: number;
  readonly places: readonly PlaceEnd[];
  /** Files that are too long to go along. */
  readonly leftOut: readonly string[];
}

/** source: SQLite file format; what a page has unless it was made otherwise. */
const pageBytes = 4096;

/** Snapshot, then one pass: compress, encrypt, write to every place at once. The files are whole and on the disks when it answers. */
export async function* writeBackup(task: WriteTask): Job<Written> {
  const { snapshot } = task;
  const stop = new AbortController();
  const places = new Places(task.places);
  try {
    for await (const { pages, of } of copyDatabase(task.database, snapshot))
      yield { stage: 'Take a snapshot', done: pages * pageBytes, of: of * pageBytes, unit: 'bytes' };
    const { bytes, leftOut } = yield* takeAlong(task);
    let done = 0;
    const file = new Tally();
    await places.begin();
    async function* source(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(snapshot, frameBytes, chunksHeld)) {
        done += piece.length;
        yield piece;
      }
    }
    for await (const part of encryptAge(compressFrames(source(), stop), task.recipients)) {
      file.add(part);
      await places.write(part);
      yield { stage: 'Compress, encrypt, write', done, of: bytes, unit: 'bytes' };
    }
    const ends = await places.finish();
    return { file: file.end(), plainBytes: done, places: ends, leftOut };
  } catch (error) {
    if (error instanceof Fault && error.details['sqlite'] === 'SQLITE_FULL')
      throw new Fault('DISK_FULL', 'The disk of the data folder has no room for the snapshot.', {
        cause: error,
      });
    throw error;
  } finally {
    stop.abort();
    await places.close();
    await rm(snapshot, { force: true });
  }
}

/** Adds the other files to the snapshot. Answers with its length, and with the names that were left out. */
async function* takeAlong({
  snapshot,
  files,
  at,
}: WriteTask): Job<{ readonly bytes: number; readonly leftOut: readonly string[] }> {
  const copy = openCopy(snapshot);
  try {
    const adding = addFiles(copy, files, at);
    for (let next = adding.next(); ; next = adding.next()) {
      if (next.done === true) {
        const pages = copy.pragma('page_count', { simple: true }) as number;
        return { bytes: pages * (copy.pragma('page_size', { simple: true }) as number), leftOut: next.value };
      }
      yield { stage: 'Take the other files along', done: next.value, of: files.length, unit: 'files' };
    }
  } finally {
    copy.close();
  }
}
