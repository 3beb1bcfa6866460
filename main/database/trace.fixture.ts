import { resolve } from 'node:path';

/** One thing that a traced process did to a file or a folder. */
export interface Deed {
  readonly kind:
    | 'open'
    | 'write'
    | 'append'
    | 'truncate'
    | 'sync'
    | 'rename'
    | 'link'
    | 'remove'
    | 'mkdir'
    | 'say';
  readonly path: string;
  /** Where a rename or a link leads to. */
  readonly to: string;
  /** Of the file that is opened or appended to. */
  readonly handle: number;
  /** Where it writes, or the new length. */
  readonly offset: number;
  readonly bytes: Buffer<ArrayBuffer>;
  /** An open that makes the file where it is missing; one that empties it. */
  readonly creates: boolean;
  readonly empties: boolean;
  /** Lines of the trace at which it began and had happened. */
  readonly begun: number;
  readonly done: number;
}

/** The options under which `strace` writes what `deedsOf` reads. */
export const traced = [
  '-f',
  '--seccomp-bpf',
  '-y',
  '-xx',
  '-s',
  '20000000',
  '-e',
  'signal=none',
  '-e',
  'trace=open,openat,creat,pwrite64,pwritev,write,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir',
];

const decoded = (hex: string): Buffer<ArrayBuffer> => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const call = /^(\w+)\((.*)\)\s+= (-?\d+)/s;

/** Paths among the arguments, whether or not a folder stands before them. */
function pathsOf(rest: string): string[] {
  const found: string[] = [];
  for (const [, folder, path] of rest.matchAll(/(?:<([^>]*)>, )?"([^"]*)"/g))
    found.push(resolve(decoded(folder ?? '').toString(), decoded(path!).toString()));
  return found;
}

function deedOf(text: string, begun: number, done: number): Deed | null {
  const parts = call.exec(text);
  if (parts === null || Number(parts[3]) < 0) return null;
  const [, name = '', rest = '', result] = parts;
  const deed = (kind: Deed['kind'], path: string, more: Partial<Deed> = {}): Deed => ({
    kind,
    path,
    to: '',
    handle: -1,
    offset: 0,
    bytes: Buffer.alloc(0),
    creates: false,
    empties: false,
    begun,
    done,
    ...more,
  });
  const [path = '', to = ''] = /^(open|creat|rename|link|unlink|mkdir|rmdir)/.test(name) ? pathsOf(rest) : [];
  if (/^(open|creat)/.test(name))
    return deed('open', path, {
      handle: Number(result),
      creates: name === 'creat' || rest.includes('O_CREAT'),
      empties: name === 'creat' || rest.includes('O_TRUNC'),
    });
  if (name.startsWith('rename')) return deed('rename', path, { to });
  if (name.startsWith('link')) return deed('link', path, { to });
  if (name.startsWith('unlink') || name === 'rmdir') return deed('remove', path);
  if (name.startsWith('mkdir')) return deed('mkdir', path);
  const [, number, file] = /^(\d+)<([^>]*)>/.exec(rest) ?? [];
  if (file === undefined) return null;
  const at = decoded(file).toString();
  const handle = Number(number);
  const last = Number(/, (\d+)$/.exec(rest)?.[1]);
  if (name.endsWith('sync')) return deed('sync', at);
  if (name === 'ftruncate') return deed('truncate', at, { offset: last });
  const pieces = Array.from(rest.matchAll(/"([^"]*)"/g), ([, piece]) => decoded(piece!));
  const bytes = Buffer.concat(pieces).subarray(0, Number(result));
  if (name.startsWith('pwrite')) return deed('write', at, { bytes, offset: last });
  return deed(handle === 1 ? 'say' : 'append', at, { bytes, handle });
}

/** What the lines of a trace say was done, in the order in which it began. */
export function deedsOf(lines: readonly string[]): readonly Deed[] {
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
  return deeds.toSorted((a, b) => a.begun - b.begun);
}
