import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Missing } from './missing.ts';

const run = promisify(execFile);

/** Debian's stock kernel, unpacked in the cache and never installed. */
export interface Kernel {
  readonly image: string;
  /** Folder of its modules. */
  readonly modules: string;
}

/** Downloads the kernel package once; later runs take it from the cache. Rejects with `Missing`. */
export async function debianKernel(): Promise<Kernel> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lablink-usb-vm');
  mkdirSync(cache, { recursive: true });
  const kept = readdirSync(cache).find((name) => !name.endsWith('.part'));
  const folder = kept === undefined ? await download(cache) : join(cache, kept);
  const image = readdirSync(join(folder, 'boot')).find((name) => name.startsWith('vmlinuz-'));
  const release = readdirSync(join(folder, 'lib/modules'))[0];
  if (image === undefined || release === undefined)
    throw new Missing(`the kernel package in ${folder} has no kernel`);
  return { image: join(folder, 'boot', image), modules: join(folder, 'lib/modules', release) };
}

async function download(cache: string): Promise<string> {
  const name = await packageName();
  const fresh = join(cache, `${name}.${process.pid}.part`);
  mkdirSync(fresh);
  try {
    await run('apt-get', ['download', name], { cwd: fresh, timeout: 300_000 });
    const file = readdirSync(fresh).find((one) => one.endsWith('.deb'));
    if (file === undefined) throw new Error('no package came');
    await run('dpkg-deb', ['-x', file, '.'], { cwd: fresh, timeout: 120_000 });
    rmSync(join(fresh, file));
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Missing(`the kernel package ${name} cannot be had: ${firstLine(error)}`);
  }
  const whole = join(cache, name);
  // Another run may have been faster: then there is one already.
  if (!existsSync(whole)) renameSync(fresh, whole);
  else rmSync(fresh, { recursive: true, force: true });
  return whole;
}

/** What Debian's meta package stands for now, such as `linux-image-6.1.0-56-amd64`. */
async function packageName(): Promise<string> {
  const listed = await run('apt-cache', ['depends', 'linux-image-amd64'], { timeout: 30_000 }).catch(
    (error: unknown) => {
      throw new Missing(`apt-cache does not answer: ${firstLine(error)}`);
    },
  );
  const name = /Depends: (linux-image-\S+)/.exec(listed.stdout)?.[1];
  if (name === undefined) throw new Missing('apt does not know linux-image-amd64 (run apt-get update)');
  return name;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Files of these modules and of all that they need, in the order in which they have to be loaded. */
export function moduleFiles(kernel: Kernel, wanted: readonly string[]): string[] {
  const at = new Map<string, string>();
  for (const file of readdirSync(kernel.modules, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.ko')) at.set(nameOf(file), join(kernel.modules, file));
  const builtIn = new Set(
    readFileSync(join(kernel.modules, 'modules.builtin'), 'utf8').split('\n').map(nameOf),
  );
  const files = new Set<string>();
  const add = (name: string): void => {
    if (builtIn.has(name)) return;
    const file = at.get(name);
    if (file === undefined) throw new Missing(`the kernel has no module ${name}`);
    if (files.has(file)) return;
    for (const needed of dependencies(file)) add(needed);
    files.add(file);
  };
  for (const name of wanted) add(nameOf(name));
  return [...files];
}

const nameOf = (file: string): string => basename(file, '.ko').replaceAll('-', '_');

/** Kernel modules say themselves what they need: `depends=a,b` in their .modinfo section. */
function dependencies(file: string): string[] {
  const list = /\0depends=([^\0]*)\0/.exec(readFileSync(file, 'latin1'))?.[1] ?? '';
  return list
    .split(',')
    .filter((name) => name !== '')
    .map(nameOf);
}
