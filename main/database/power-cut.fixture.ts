import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Deed, deedsOf } from './trace.fixture.ts';

/** A file or a folder is a number; a change of names says which folders it is on the disk with. */
type Node = number;
interface NameChange {
  readonly begun: number;
  readonly done: number;
  readonly folders: readonly Node[];
  readonly take: readonly (readonly [folder: Node, name: string, node: Node])[];
  readonly put: readonly (readonly [folder: Node, name: string, node: Node])[];
}
interface ContentChange {
  readonly node: Node;
  readonly begun: number;
  readonly done: number;
  readonly bytes: Buffer | null;
  readonly offset: number;
}
interface Sync {
  readonly node: Node;
  readonly begun: number;
  readonly done: number;
}

/** A folder with everything below it, as it is before a process is traced. */
export interface Before {
  readonly root: string;
  readonly files: ReadonlyMap<string, Buffer | null>;
}

/** Reads a folder: names below it, with their content; null for a folder. SQLite's shared memory is none of it. */
export function contentOf(root: string): Before {
  const files = new Map<string, Buffer | null>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!isShared(path)) files.set(path, entry.isDirectory() ? null : readFileSync(path));
  }
  return { root, files };
}

const isShared = (path: string): boolean => path.endsWith('-shm');

/** What a process did to a folder and what it said, from a trace of its system calls. */
export class Trace {
  readonly #deeds: readonly Deed[];
  readonly #names: NameChange[] = [];
  readonly #contents: ContentChange[] = [];
  readonly #syncs: Sync[] = [];
  readonly #folders = new Map<Node, Map<string, Node>>([[0, new Map()]]);
  readonly #begin: {
    readonly folders: ReadonlyMap<Node, ReadonlyMap<string, Node>>;
    readonly files: ReadonlyMap<Node, Buffer>;
  };
  readonly #root: string;
  #count = 1;
  /** Lines of the trace: a power cut is at one of them. */
  readonly length: number;

  /** `before`: the folder as it was, all of it on the disk. */
  constructor(text: string, before: Before) {
    const lines = text.split('\n');
    this.length = lines.length;
    this.#root = before.root;
    this.#deeds = deedsOf(lines);
    const files = new Map<Node, Buffer>();
    for (const [path, content] of [...before.files].toSorted(([a], [b]) => a.length - b.length)) {
      const node = this.#made(path, content === null);
      if (content !== null) files.set(node, content);
    }
    this.#begin = {
      folders: new Map(Array.from(this.#folders, ([node, names]) => [node, new Map(names)])),
      files,
    };
    const positions = new Map<number, number>();
    for (const deed of this.#deeds) this.#follow(deed, positions);
  }

  #at(path: string): Node | undefined {
    if (path === this.#root) return 0;
    const folder = path.startsWith(`${this.#root}/`) ? this.#at(dirname(path)) : undefined;
    return folder === undefined ? undefined : this.#folders.get(folder)?.get(basename(path));
  }

  #made(path: string, isFolder: boolean): Node {
    const node = this.#count++;
    if (isFolder) this.#folders.set(node, new Map());
    this.#folders.get(this.#at(dirname(path))!)!.set(basename(path), node);
    return node;
  }

  /** Names change as the process sees them, and it is kept how. */
  #rename({ begun, done }: Deed, from: string | null, to: string | null, node: Node): void {
    const end = (path: string | null) => {
      const folder = path === null ? undefined : this.#at(dirname(path));
      return folder === undefined ? [] : [[folder, basename(path!)] as const];
    };
    const [take, put] = [end(from), end(to)];
    for (const [folder, name] of take) this.#folders.get(folder)?.delete(name);
    for (const [folder, name] of put) this.#folders.get(folder)?.set(name, node);
    const folders = [...take, ...put].map(([folder]) => folder);
    if (folders.length === 0) return;
    this.#names.push({
      begun,
      done,
      folders,
      take: take.map(([folder, name]) => [folder, name, node]),
      put: put.map(([folder, name]) => [folder, name, node]),
    });
  }

  #follow(deed: Deed, positions: Map<number, number>): void {
    const { kind, path, to, handle, bytes, begun, done } = deed;
    if (kind === 'say' || isShared(path) || isShared(to)) return;
    const known = this.#at(path);
    const change = (node: Node, content: Buffer | null, offset: number): void =>
      void this.#contents.push({ node, begun, done, bytes: content, offset });
    if (kind === 'open') {
      positions.set(handle, 0);
      if (known !== undefined && deed.empties) change(known, null, 0);
      if (known === undefined && deed.creates && this.#at(dirname(path)) !== undefined)
        this.#rename(deed, null, path, this.#count++);
    } else if (kind === 'mkdir') {
      const node = this.#count++;
      this.#folders.set(node, new Map());
      this.#rename(deed, null, path, node);
    } else if (known === undefined) return;
    else if (kind === 'sync') this.#syncs.push({ node: known, begun, done });
    else if (kind === 'rename') this.#rename(deed, path, to, known);
    else if (kind === 'link') this.#rename(deed, null, to, known);
    else if (kind === 'remove') this.#rename(deed, path, null, known);
    else if (kind === 'truncate') change(known, null, deed.offset);
    else if (kind === 'write') change(known, bytes, deed.offset);
    else {
      const position = positions.get(handle) ?? 0;
      change(known, bytes, position);
      positions.set(handle, position + bytes.length);
    }
  }

  /**
   * Moves of what was there before the trace into folders that had no name on the disk yet when they began: where a file system keeps
   * names in no order, a power cut then leaves what was moved nowhere.
   */
  lostMoves(): string[] {
    const wasThere = (node: Node): boolean =>
      this.#begin.files.has(node) || (node !== 0 && this.#begin.folders.has(node));
    const isNamed = (folder: Node, by: number): boolean => {
      if (this.#begin.folders.has(folder)) return true;
      const made = this.#names.find(({ put }) => put.some(([, , node]) => node === folder));
      const parent = made?.put[0]?.[0];
      if (made === undefined || parent === undefined) return true;
      const synced = this.#syncs.some(
        ({ node, begun, done }) => node === parent && begun > made.done && done < by,
      );
      return synced && isNamed(parent, by);
    };
    return this.#names.flatMap(({ begun, take, put }) =>
      take.length === 0
        ? []
        : put.filter(([folder, , node]) => wasThere(node) && !isNamed(folder, begun)).map(([, name]) => name),
    );
  }

  /** What it had said before the power went. */
  saidBefore(cut: number): string[] {
    const said = this.#deeds.filter(({ kind, begun }) => kind === 'say' && begun < cut);
    return Buffer.concat(said.map(({ bytes }) => bytes))
      .toString()
      .split('\n')
      .slice(0, -1);
  }

  /** A moment: any, or, half of the time, one just before or after a name changed, which few of the calls do. */
  moment(random: () => number): number {
    const change = this.#names[Math.floor(random() * this.#names.length)];
    return random() < 0.5 || change === undefined
      ? Math.floor(random() * this.length)
      : change.begun + Math.floor(random() * 6);
  }

  /** Which changes of names are on the disk: those that were synced, what came before them in the same folders, and some of the rest. */
  #namesAt(cut: number, random: () => number): readonly NameChange[] {
    const names = this.#names.filter(({ begun }) => begun < cut);
    const synced = this.#syncs.filter(({ done }) => done < cut);
    const held = new Set<Node>();
    const durable = new Set<NameChange>();
    for (const change of names.toReversed()) {
      const isSynced = synced.some((sync) => change.folders.includes(sync.node) && sync.begun > change.done);
      if (!isSynced && !change.folders.some((folder) => held.has(folder))) continue;
      durable.add(change);
      for (const folder of change.folders) held.add(folder);
    }
    // A file system with one journal keeps them in their order everywhere, another does so in each folder, a third nowhere.
    const order = ['everywhere', 'folder', 'none'][Math.floor(random() * 3)];
    const lastDurable = names.findLastIndex((change) => durable.has(change));
    const reached = lastDurable + 1 + Math.floor(random() * (names.length - lastDurable));
    const stopped = new Set<Node>();
    return names.filter((change, index) => {
      if (order === 'everywhere') return index < reached;
      if (durable.has(change)) return true;
      const applies = !change.folders.some((folder) => stopped.has(folder)) && random() < 0.5;
      if (!applies && order === 'folder') for (const folder of change.folders) stopped.add(folder);
      return applies;
    });
  }

  /**
   * Writes the folder to `folder` as a disk may hold it after a power cut: every file as it was at its last sync, every folder with
   * the names that it had at its own; of what was written or named since, a random part: whole, not at all, or some sectors of
   * 512 bytes. SQLite's shared memory is gone. With `null` for chance, everything has got there.
   */
  cutInto(folder: string, cut: number, chance: (() => number) | null): void {
    const random = chance ?? ((): number => 0.5);
    const files = new Map(Array.from(this.#begin.files, ([node, bytes]) => [node, new Content(bytes)]));
    const fileOf = (node: Node): Content => {
      const file = files.get(node) ?? new Content();
      files.set(node, file);
      return file;
    };
    const lastSync = new Map<Node, number>();
    for (const { node, begun, done } of this.#syncs)
      if (done < cut) lastSync.set(node, Math.max(begun, lastSync.get(node) ?? -1));
    for (const { node, begun, done, bytes, offset } of this.#contents) {
      if (begun >= cut) continue;
      const durable = chance === null || (lastSync.get(node) ?? -1) > done;
      if (bytes === null) {
        if (durable || random() < 0.5) fileOf(node).resize(offset);
      } else if (durable) fileOf(node).write(bytes, offset);
      else fileOf(node).writePartly(bytes, offset, random);
    }
    const folders = new Map(Array.from(this.#begin.folders, ([node, names]) => [node, new Map(names)]));
    const namesOf = (node: Node): Map<string, Node> => {
      const names = folders.get(node) ?? new Map<string, Node>();
      folders.set(node, names);
      return names;
    };
    const applied =
      chance === null ? this.#names.filter(({ begun }) => begun < cut) : this.#namesAt(cut, random);
    for (const { take, put } of applied) {
      for (const [from, name, node] of take) if (namesOf(from).get(name) === node) namesOf(from).delete(name);
      for (const [to, name, node] of put) namesOf(to).set(name, node);
    }
    const put = (node: Node, path: string): void => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      for (const [name, each] of folders.get(node) ?? [])
        if (this.#folders.has(each)) put(each, join(path, name));
        else writeFileSync(join(path, name), fileOf(each).bytes, { mode: 0o600 });
    };
    put(0, folder);
  }
}

/** Bytes of a file that grows. */
class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  resize(length: number): void {
    if (length > this.#bytes.length) {
      const next = Buffer.alloc(Math.max(length, 2 * this.#bytes.length));
      this.bytes.copy(next);
      this.#bytes = next;
    }
    this.#bytes.fill(0, Math.min(length, this.#length), Math.max(length, this.#length));
    this.#length = length;
  }

  write(bytes: Buffer, offset: number): void {
    if (bytes.length === 0) return;
    if (offset + bytes.length > this.#length) this.resize(offset + bytes.length);
    bytes.copy(this.#bytes, offset);
  }

  /** What may have got there of a write that was not synced. */
  writePartly(bytes: Buffer, offset: number, random: () => number): void {
    const fate = random();
    if (fate < 0.4) return;
    if (fate < 0.7) this.write(bytes, offset);
    else
      for (let at = 0; at < bytes.length; at += 512)
        if (random() < 0.5) this.write(bytes.subarray(at, at + 512), offset + at);
  }
}
