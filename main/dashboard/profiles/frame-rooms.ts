import { type FrameRoom, frameRooms } from '#shared/contract/profiles.ts';
import type { Callee } from './call-tree.ts';

/** Rooms of main/ that are shown as another one. */
const shownAs: Readonly<Record<string, FrameRoom>> = {
  scpi: 'session',
  exports: 'history',
  restore: 'backups',
  vault: 'accounts',
  dashboard: 'profiling',
  statistics: 'profiling',
};
const ofOwn = new Set<string>(frameRooms.slice(0, frameRooms.indexOf('profiling') + 1));
/** Names that V8 gives to what is no function. source: v8/src/profiler/profile-generator.cc */
const ofV8: Readonly<Record<string, FrameRoom>> = { '(garbage collector)': 'gc', '(idle)': 'idle' };

/** Where a function is, and whose it is. `packed`: it is of this console, but in a bundle, so that its room cannot be told. */
export interface Origin {
  readonly room: FrameRoom;
  readonly where: string;
  readonly packed: boolean;
}

/** The source file (`main/session/bus.ts`, `node_modules/ws/...`) of a line of a bundle, from 0; null for what is not known. */
export type ModuleAt = (url: string, line: number) => string | null;

/** Whose code a function is, by its address; no path of the machine is in the answer. */
export function originOf({ name, url, line }: Callee, moduleAt: ModuleAt = () => null): Origin {
  const module = moduleAt(url, line);
  // Lines of a bundle are not those of its sources.
  if (module !== null) return originOf({ name, url: `bundle:///${module}`, line: -1, column: -1 });
  const at = line >= 0 ? `:${line + 1}` : '';
  if (url === '') return { room: ofV8[name] ?? 'native', where: '', packed: false };
  if (url.startsWith('node:')) return { room: 'node', where: `${url}${at}`, packed: false };
  const path = url.replace(/^[a-z]+:\/\//u, '').replaceAll('\\', '/');
  const inPackage = path.lastIndexOf('/node_modules/');
  if (inPackage >= 0)
    return {
      room: 'packages',
      where: `${path.slice(inPackage + '/node_modules/'.length)}${at}`,
      packed: false,
    };
  const source = /^.*\/((?:main|shared|preload|tools|bench)\/(?:([\w-]+)\/)?[^?#]*\.[cm]?ts)$/u.exec(path);
  if (source !== null) {
    const [, where = '', room = ''] = source;
    return {
      room: ofOwn.has(room) ? (room as FrameRoom) : (shownAs[room] ?? 'other'),
      where: `${where}${at}`,
      packed: false,
    };
  }
  return {
    room: 'other',
    where: `${path.slice(path.lastIndexOf('/') + 1)}${at}`,
    packed: /\.[cm]?js$/u.test(path),
  };
}
