import { existsSync, readFileSync, statSync, openSync, readSync, closeSync } from 'node:fs';
import { Fault } from '#shared/faults.ts';

const headerLength = 100;
/** Where the schema version (`user_version`) lies in page 1. source: SQLite file format, 1.3 (offset 60). */
const versionOffset = 60;

const damaged = (): Fault =>
  new Fault('DATABASE_CORRUPT', 'The file of the database is not a database, or a part of it is missing.');

function beginning(file: string): Buffer {
  const bytes = Buffer.alloc(headerLength);
  const handle = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, headerLength, 0));
  } finally {
    closeSync(handle);
  }
}

/**
 * Schema version of a database as it will be once it is opened, read without SQLite so that nothing of it is touched; 0 for a
 * file that is missing or empty. What is committed in its write-ahead log counts. Throws DATABASE_CORRUPT when it is no SQLite
 * file, or shorter than its header says; DATABASE_FAILED when it cannot be read.
 */
export function storedVersion(file: string): number {
  try {
    if (!existsSync(file)) return 0;
    const header = beginning(file);
    const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
    const logged = committedPageOne(log);
    if (logged !== null) return logged.readUInt32BE(versionOffset);
    if (header.length === 0) return 0;
    if (header.length < headerLength || header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
      throw damaged();
    // While there is a log, pages may be on their way; without one the file is whole. source: the same, 1.3.8.
    const counted = header.readUInt32BE(24) === header.readUInt32BE(92);
    if (log.length === 0 && counted && statSync(file).size < header.readUInt32BE(28) * pageSize(header))
      throw damaged();
    return header.readUInt32BE(versionOffset);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('DATABASE_FAILED', 'The database cannot be opened.', { cause: error });
  }
}

/** source: SQLite file format, 1.3.2 (1 stands for 65,536). */
const pageSize = (header: Buffer): number => {
  const size = header.readUInt16BE(16);
  return size === 1 ? 65_536 : size;
};

/** Page 1 as the newest committed transaction of a write-ahead log left it; null when it holds none. source: SQLite file format, 4.1-4.2. */
function committedPageOne(log: Buffer): Buffer | null {
  if (log.length < 32) return null;
  const magic = log.readUInt32BE(0);
  if (magic >>> 1 !== 0x377f0682 >>> 1) return null;
  const little = (magic & 1) === 0;
  const size = log.readUInt32BE(8);
  let sums = checksum(log.subarray(0, 24), [0, 0], little);
  if (!matches(log, 24, sums)) return null;
  let seen: Buffer | null = null;
  let committed: Buffer | null = null;
  for (let at = 32; at + 24 + size <= log.length; at += 24 + size) {
    // Frames of an earlier use of the file have other salts.
    if (log.compare(log, 16, 24, at + 8, at + 16) !== 0) break;
    sums = checksum(log.subarray(at, at + 8), sums, little);
    sums = checksum(log.subarray(at + 24, at + 24 + size), sums, little);
    if (!matches(log, at + 16, sums)) break;
    if (log.readUInt32BE(at) === 1) seen = log.subarray(at + 24, at + 24 + size);
    if (log.readUInt32BE(at + 4) !== 0) committed = seen;
  }
  return committed;
}

type Sums = readonly [number, number];

const matches = (log: Buffer, at: number, [s0, s1]: Sums): boolean =>
  log.readUInt32BE(at) === s0 && log.readUInt32BE(at + 4) === s1;

/** source: SQLite file format, 4.2 (checksum algorithm). */
function checksum(bytes: Buffer, [a, b]: Sums, little: boolean): Sums {
  let [s0, s1] = [a, b];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + s1) >>> 0;
    s1 = (s1 + (little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + s0) >>> 0;
  }
  return [s0, s1];
}
