import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { z } from '#shared/schema.ts';
import { readOwnerFile, writeOwnerFile } from './owner-file.ts';

/** Where a running console is reached by the owner of its data folder. */
export const ControlFile = z.object({
  /** Path of a Unix socket, or name of a pipe. */
  socket: z.string().min(1).max(1024),
  /** Said before anything else; 256 random bits. */
  secret: z.string().min(1).max(256),
  pid: z.number().int().positive(),
  /** Epoch ms. */
  since: z.number(),
});
export type ControlFile = z.infer<typeof ControlFile>;

const fileIn = (folder: string): string => join(folder, 'control.json');
const socketName = 'control.sock';

/** What the file in this data folder says; null when there is none, or none that can be understood. */
export async function readControlFile(folder: string): Promise<ControlFile | null> {
  const text = await readOwnerFile(fileIn(folder));
  if (text === null) return null;
  try {
    return ControlFile.parse(JSON.parse(text));
  } catch {
    // Of another version, or damaged: as good as none.
    return null;
  }
}

/** Written after the socket listens. */
export const writeControlFile = (folder: string, file: ControlFile): Promise<void> =>
  writeOwnerFile(fileIn(folder), JSON.stringify(file));

/** Bytes of a socket's path, its end included. source: sun_path in unix(7) of Linux, and in sys/un.h of macOS and the BSDs. */
const longestPath = (platform: NodeJS.Platform): number => (platform === 'linux' ? 108 : 104);

/** A folder that `socketPlace` makes for a socket; nothing else is ever removed there. */
const ownFolder = /^lablink-control-[A-Za-z0-9]{6}$/;

/** A place for a socket: in the data folder, or where its path would be too long, in a fresh folder of its own that only its owner may enter. */
export function socketPlace(folder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return `\\\\.\\pipe\\lablink-${randomBytes(16).toString('hex')}`;
  const place = join(folder, socketName);
  if (Buffer.byteLength(place) < longestPath(platform)) return place;
  return join(mkdtempSync(join(tmpdir(), 'lablink-control-')), socketName);
}

/**
 * Removes the file and the socket that it names: at the end of the console, or when a new one, which holds the lock, finds what
 * one that was killed has left. Never throws: what stays behind is only never answered.
 */
export function forgetControl(folder: string, file: Pick<ControlFile, 'socket'> | null): void {
  try {
    rmSync(fileIn(folder), { force: true });
    rmSync(join(folder, socketName), { force: true });
    if (file === null || basename(file.socket) !== socketName) return;
    const parent = dirname(file.socket);
    if (dirname(parent) !== tmpdir() || !ownFolder.test(basename(parent))) return;
    rmSync(file.socket, { force: true });
    rmdirSync(parent);
  } catch {
    // Nobody listens there any more, and the next console tries again.
  }
}
