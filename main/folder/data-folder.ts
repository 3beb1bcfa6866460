import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '#shared/faults.ts';

/** What the choice of the data folder depends on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where everything is kept. `LABLINK_HOME` overrides the platform's own place: `$XDG_DATA_HOME/lablink`
 * (`~/.local/share/lablink`) on Linux, `%APPDATA%\LabLink` on Windows, `~/Library/Application Support/LabLink` on macOS.
 * source: XDG Base Directory Specification 0.8 (a relative XDG_DATA_HOME is ignored); Apple File System Programming Guide.
 */
export function dataFolderFor({ platform, env, home }: Surroundings): string {
  const chosen = env['LABLINK_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'LabLink');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'LabLink');
  const xdg = env['XDG_DATA_HOME'];
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'lablink');
}

/** The data folder of this process. */
export const dataFolder = (): string =>
  dataFolderFor({ platform: process.platform, env: process.env, home: homedir() });

/** A folder as a person would write it. */
export const tidyPath = (path: string, home: string = homedir()): string =>
  path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;

/** Makes a folder and those above it. Not `recursive`: that never returns where a parent takes no folders (/proc). */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Makes the folder, for its owner alone. Throws FOLDER_UNWRITABLE. */
export function prepareFolder(folder: string): void {
  try {
    makeFolders(folder);
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
    if (process.platform !== 'win32') chmodSync(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Fault('FOLDER_UNWRITABLE', `The data folder ${tidyPath(folder)} cannot be written.`, { cause });
  }
}
