import { stat, statfs } from 'node:fs/promises';
import { fileFault } from '#main/folder/new-file.ts';
import { Fault } from '#shared/faults.ts';
import { answering } from './deadline.ts';

/** Free bytes for this user where a folder is. Rejects when it is not there. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A number of bytes for a person. */
export const sized = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;

/** Length of a file; 0 when it is not there. */
export const lengthOf = async (path: string): Promise<number> =>
  await stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Rejects with DISK_FULL where there is less room than that, with FOLDER_UNWRITABLE where there is no folder or it does not answer within 10 s. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  let free: number;
  try {
    if (!(await answering(stat(folder), folder)).isDirectory()) throw new Error('not a folder');
    free = await answering(freeBytes(folder), folder);
  } catch (error) {
    throw fileFault(error, folder);
  }
  if (free < bytes)
    throw new Fault('DISK_FULL', `${folder} has ${sized(free)} free; about ${sized(bytes)} are needed.`, {
      details: { free, needed: bytes },
    });
}
