import { rm } from 'node:fs/promises';
import { copyDatabase, openCopy, openForCheck } from '#main/database/backup.ts';
import { type Facts, factsOf } from '#main/backups/facts.ts';
import { encryptAge } from '#main/backups/format/age.ts';
import { frameBytes } from '#main/backups/format/frame-layout.ts';
import { compressFrames } from '#main/backups/format/frames.ts';
import type { Manifest } from '#main/backups/format/manifest.ts';
import type { Job } from '#main/backups/jobs.ts';
import { pieces, Tally } from '#main/backups/pipe.ts';
import { addFiles, type TakenFile } from './archive.ts';
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

export interface Written extends Facts {
  readonly file: Omit<Manifest['file'], 'name'>;
  readonly plain: Manifest['plain'];
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
    const { facts, leftOut } = yield* takeAlong(task);
    const plain = new Tally();
    const file = new Tally();
    const size = facts.bytes;
    await places.begin();
    const source = plain.over(pieces(snapshot, frameBytes));
    for await (const part of encryptAge(compressFrames(source, stop), task.recipients)) {
      file.add(part);
      await places.write(part);
      yield { stage: 'Compress, encrypt, write', done: plain.bytes, of: size, unit: 'bytes' };
    }
    const { schema, counts, chain } = facts;
    const ends = await places.finish();
    return { schema, counts, chain, file: file.end(), plain: plain.end(), places: ends, leftOut };
  } finally {
    stop.abort();
    await places.close();
    await rm(snapshot, { force: true });
  }
}

async function* takeAlong({
  snapshot,
  files,
  at,
}: WriteTask): Job<{ facts: Facts & { bytes: number }; leftOut: readonly string[] }> {
  let leftOut: readonly string[] = [];
  const copy = openCopy(snapshot);
  try {
    const adding = addFiles(copy, files, at);
    for (let next = adding.next(); ; next = adding.next()) {
      if (next.done === true) {
        leftOut = next.value;
        break;
      }
      yield { stage: 'Take the other files along', done: next.value, of: files.length, unit: 'files' };
    }
  } finally {
    copy.close();
  }
  const db = openForCheck(snapshot);
  try {
    const counting = factsOf(db);
    for (let next = counting.next(); ; next = counting.next()) {
      if (next.done === true) {
        const pages = db.pragma('page_count', { simple: true }) as number;
        return {
          facts: { ...next.value, bytes: pages * (db.pragma('page_size', { simple: true }) as number) },
          leftOut,
        };
      }
      yield { stage: 'Count', done: next.value, of: null, unit: 'rows' };
    }
  } finally {
    db.close();
  }
}
