import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const run = (program: string, ...args: readonly string[]): void =>
  void execFileSync(program, args, { stdio: 'ignore', timeout: 10_000 });

/** Whether this process may mount: a disk of a test's own is a real one. */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'lablink-mount-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'lablink-test', folder);
    run('umount', folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True when tests can have a disk of their own (Linux, root). Otherwise the tests that need one are left out, and it says so. */
export const mounts = mayMount();
if (!mounts)
  process.stdout.write(
    'Not root on Linux: faults that need a disk of their own (full, read-only) are not planted.\n',
  );

/** Makes a file or folder read-only, for root too. Returns what makes it writable again; the end of the test does, too. */
export function readOnly(path: string): () => void {
  run('mount', '--bind', path, path);
  run('mount', '-o', 'remount,bind,ro', path);
  let mounted = true;
  const writable = (): void => {
    if (mounted) run('umount', '--lazy', path);
    mounted = false;
  };
  onTestFinished(writable);
  return writable;
}

/** A small disk in memory. */
export interface SmallDisk {
  /** The folder that it is mounted at, and one on it. */
  readonly root: string;
  readonly folder: string;
  /** Unplugs it: what is left is the empty folder that it was mounted at. */
  unmount(): void;
  /** Fills it to the last byte. */
  fill(): void;
  /** Gives all of it back. */
  free(): void;
}

/** A disk of so many megabytes, mounted until the test ends. */
export function smallDisk(megabytes: number): SmallDisk {
  const at = mkdtempSync(join(tmpdir(), 'lablink-disk-'));
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'lablink-test', at);
  let mounted = true;
  const unmount = (): void => {
    if (mounted) run('umount', '--lazy', at);
    mounted = false;
  };
  onTestFinished(() => {
    unmount();
    rmSync(at, { recursive: true, force: true });
  });
  const folder = join(at, 'data');
  mkdirSync(folder);
  const ballast = join(at, 'ballast');
  return {
    root: at,
    folder,
    unmount,
    fill() {
      const { bavail, bsize } = statfsSync(at);
      const bytes = existsSync(ballast) ? [] : [Buffer.alloc(bavail * bsize)];
      for (const each of bytes) writeFileSync(ballast, each);
    },
    free: () => truncateSync(ballast, 0),
  };
}
