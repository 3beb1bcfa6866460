import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One thing that a traced process did to a file, in the order in which it began. */
interface Deed {
  readonly kind: 'write' | 'truncate' | 'sync' | 'remove' | 'say';
  readonly path: string;
  readonly offset: number;
  readonly bytes: Buffer<ArrayBuffer>;
  /** Lines of the trace at which it began and had happened. */
  readonly begun: number;
  readonly done: number;
}

/** The options under which `strace` writes what `Trace` reads. */
export const traced = [
  '-f',
  '-y',
  '-xx',
  '-s',
  '1000000',
  '-e',
  'signal=none',
  '-e',
  'trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink',
];

const decoded = (hex: string): Buffer<ArrayBuffer> => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const call = /^(\w+)\((.*)\)\s+= (-?\d+)/s;

function deedOf(text: string, begun: number, done: number): Deed | null {
  const parts = call.exec(text);
  if (parts === null || Number(parts[3]) < 0) return null;
  const [, name = '', rest = ''] = parts;
  const at = (kind: Deed['kind'], path: string, bytes = Buffer.alloc(0), offset = 0): Deed => ({
    kind,
    path,
    offset,
    bytes,
    begun,
    done,
  });
  if (name === 'unlink') return at('remove', decoded(/"(.*)"/.exec(rest)?.[1] ?? '').toString());
  const [, number, file] = /^(\d+)<([^>]*)>/.exec(rest) ?? [];
  if (file === undefined) return null;
  const path = decoded(file).toString();
  const data = (): Buffer<ArrayBuffer> =>
    decoded(/"([^"]*)"/.exec(rest)?.[1] ?? '').subarray(0, Number(parts[3]));
  if (name === 'write') return number === '1' ? at('say', path, data()) : null;
  if (name === 'pwrite64') return at('write', path, data(), Number(/, (\d+)$/.exec(rest)?.[1]));
  if (name === 'ftruncate') return at('truncate', path, undefined, Number(/, (\d+)$/.exec(rest)?.[1]));
  return at('sync', path);
}

/** What a process did to the disk and what it said, from a trace of its system calls. */
export class Trace {
  readonly #deeds: readonly Deed[];
  /** Lines of the trace: a power cut is at one of them. */
  readonly length: number;

  constructor(text: string) {
    const lines = text.split('\n');
    const open = new Map<string, { readonly text: string; readonly begun: number }>();
    const deeds: Deed[] = [];
    for (const [index, line] of lines.entries()) {
      const [, thread = '', words = ''] = /^(\d+)\s+(.*)$/s.exec(line) ?? [];
      const cut = words.indexOf(' <unfinished ...>');
      if (cut >= 0) {
        open.set(thread, { text: words.slice(0, cut), begun: index });
        continue;
      }
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(words);
      const began = resumed === null ? undefined : open.get(thread);
      const deed =
        began === undefined
          ? deedOf(words, index, index)
          : deedOf(began.text + resumed![1]!, began.begun, index);
      if (deed !== null) deeds.push(deed);
    }
    this.#deeds = deeds.toSorted((a, b) => a.begun - b.begun);
    this.length = lines.length;
  }

  /** What it had said before the power went. */
  saidBefore(cut: number): string[] {
    const said = this.#deeds.filter(({ kind, begun }) => kind === 'say' && begun < cut);
    return Buffer.concat(said.map(({ bytes }) => bytes))
      .toString()
      .split('\n')
      .slice(0, -1);
  }

  /**
   * Writes the files into `folder` as a disk may hold them after a power cut: everything up to the last sync of each, and of what
   * was written since, a random part: whole, not at all, or some of its sectors of 512 bytes. SQLite's shared memory is gone.
   */
  cutInto(folder: string, cut: number, random: () => number): void {
    mkdirSync(folder, { recursive: true });
    const files = new Map<string, Buffer>();
    const syncs = this.#deeds.filter(({ kind, done }) => kind === 'sync' && done < cut);
    for (const deed of this.#deeds) {
      const { kind, path, begun, done, offset, bytes } = deed;
      if (begun >= cut || kind === 'say' || kind === 'sync' || path.endsWith('-shm')) continue;
      const durable = syncs.some((sync) => sync.path === path && sync.begun > done);
      const content = files.get(path) ?? Buffer.alloc(0);
      if (kind === 'remove') files.delete(path);
      else if (kind === 'truncate') {
        if (durable || random() < 0.5) files.set(path, resized(content, offset));
      } else if (durable) files.set(path, written(content, offset, bytes));
      else files.set(path, partly(content, offset, bytes, random));
    }
    for (const [path, content] of files) writeFileSync(join(folder, basename(path)), content);
  }
}

const resized = (content: Buffer, length: number): Buffer => {
  const next = Buffer.alloc(length);
  content.copy(next);
  return next;
};

function written(content: Buffer, offset: number, bytes: Buffer): Buffer {
  const next = offset + bytes.length > content.length ? resized(content, offset + bytes.length) : content;
  bytes.copy(next, offset);
  return next;
}

function partly(content: Buffer, offset: number, bytes: Buffer, random: () => number): Buffer {
  const fate = random();
  if (fate < 0.4) return content;
  if (fate < 0.7) return written(content, offset, bytes);
  let next = content;
  for (let at = 0; at < bytes.length; at += 512)
    if (random() < 0.5) next = written(next, offset + at, bytes.subarray(at, at + 512));
  return next;
}
