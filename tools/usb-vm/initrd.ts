import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the first file system: where it goes, what is in it. */
interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly bytes: Uint8Array;
}

const folder = 0o040755;
const program = 0o100755;

/**
 * The first file system of the machine: busybox, the modules in the order of loading, and `init`.
 * Returned as a gzipped archive in cpio's "newc" form. source: Linux, Documentation/driver-api/early-userspace/buffer-format.rst.
 */
export function initrd(busybox: string, modules: readonly string[], init: string): Uint8Array {
  const names = modules.map((file) => basename(file));
  const entries: Entry[] = [
    ...['bin', 'modules', 'proc', 'sys', 'dev', 'host'].map((path) => ({
      path,
      mode: folder,
      bytes: new Uint8Array(),
    })),
    { path: 'bin/busybox', mode: program, bytes: readFileSync(busybox) },
    ...modules.map((file) => ({
      path: `modules/${basename(file)}`,
      mode: program,
      bytes: readFileSync(file),
    })),
    { path: 'modules/order', mode: program, bytes: Buffer.from(`${names.join('\n')}\n`) },
    { path: 'init', mode: program, bytes: Buffer.from(init) },
    { path: 'TRAILER!!!', mode: 0, bytes: new Uint8Array() },
  ];
  return gzipSync(Buffer.concat(entries.flatMap(record)), { level: 1 });
}

function record({ path, mode, bytes }: Entry, index: number): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const fields = [index + 1, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((value) => value.toString(16).padStart(8, '0')).join('')}`;
  return [Buffer.from(header), name, padding(header.length + name.length), bytes, padding(bytes.length)];
}

const padding = (length: number): Uint8Array => new Uint8Array((4 - (length % 4)) % 4);
