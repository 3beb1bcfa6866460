import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Folder of the project. */
export const root = join(import.meta.dirname, '..');
/** A program of a package, as a script for the pinned Node. */
export const packageScript = (path: string): string => join(root, 'node_modules', path);

export interface Ran {
  readonly code: number;
  /** Standard output, when it was captured. */
  readonly output: string;
}

/**
 * Runs a program with a deadline. `capture` keeps its output instead of showing it. Never rejects: a program that could
 * not be started or ran out of time has a code other than 0.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { deadlineMs?: number; capture?: boolean; env?: Record<string, string | undefined> } = {},
): Promise<Ran> {
  const { deadlineMs = 600_000, capture = false } = options;
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = spawn(command, args, {
    cwd: root,
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const pieces: string[] = [];
  child.stdout?.on('data', (data: Buffer) => pieces.push(data.toString()));
  child.stderr?.on('data', (data: Buffer) => pieces.push(data.toString()));
  const timer = setTimeout(() => {
    pieces.push(`\nstopped after ${deadlineMs / 1000} s\n`);
    child.kill('SIGKILL');
  }, deadlineMs);
  child.on('error', (error) => {
    clearTimeout(timer);
    resolve({ code: 127, output: error.message });
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    resolve({ code: code ?? 1, output: pieces.join('') });
  });
  return promise;
}

/** Runs a script of a package with this very Node. */
export const runScript = (
  script: string,
  args: readonly string[],
  options?: Parameters<typeof run>[2],
): Promise<Ran> => run(process.execPath, [packageScript(script), ...args], options);

/** Whether a program is on the PATH and answers to `--version` (or what else is asked of it). */
export async function has(command: string, args: readonly string[] = ['--version']): Promise<boolean> {
  return (await run(command, args, { capture: true, deadlineMs: 10_000 })).code === 0;
}
