import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

/** An asar archive as it lies on the disk, read without the library that wrote it. */
export interface Archive {
  /** Every file, with `/` between folders, and its size in bytes. */
  readonly files: ReadonlyMap<string, { readonly size: number; readonly unpacked: boolean }>;
  /** Contents of a file, from the archive or from the folder beside it. Throws when it is not there. */
  read(path: string): Buffer;
  close(): void;
}

function* walk(folder: Entry, below = ''): Generator<readonly [string, Entry]> {
  for (const [name, entry] of Object.entries(folder.files ?? {}))
    if (entry.files === undefined) yield [below + name, entry];
    else yield* walk(entry, `${below}${name}/`);
}

/**
 * Opens an archive. It begins with two pickles: the size of the header, then the header, a JSON tree; the files follow, one
 * after the other. source: README of the npm package @electron/asar, "Format".
 */
export function openArchive(file: string): Archive {
  const handle = openSync(file, 'r');
  const part = (start: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    const read = readSync(handle, bytes, 0, length, start);
    if (read !== length) throw new Error(`${file} ends before it should`);
    return bytes;
  };
  const sizes = part(0, 16);
  const header = JSON.parse(part(16, sizes.readUInt32LE(12)).toString('utf8')) as Entry;
  const firstFile = 8 + sizes.readUInt32LE(4);
  const entries = new Map(walk(header));
  return {
    files: new Map(
      [...entries].map(([path, { size = 0, unpacked = false }]) => [path, { size, unpacked }] as const),
    ),
    read(path) {
      const entry = entries.get(path);
      if (entry === undefined) throw new Error(`${path} is not in the archive`);
      if (entry.unpacked === true) return readFileSync(join(`${file}.unpacked`, path));
      return part(firstFile + Number(entry.offset), entry.size ?? 0);
    },
    close: () => closeSync(handle),
  };
}

/** Whether a file that the archive names lies beside it where the system can load it. */
export const isBeside = (file: string, path: string): boolean => existsSync(join(`${file}.unpacked`, path));
