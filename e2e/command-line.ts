import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const launcher = join(import.meta.dirname, '../main/shells/lablink.mjs');

export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `lablink` on a data folder as a script does: without a terminal, with these lines on standard input. */
export async function lablink(
  folder: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<CommandEnd> {
  const { LABLINK_TOKEN: _, ...env } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env, LABLINK_HOME: folder, DISPLAY: '', WAYLAND_DISPLAY: '' },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  // A command that has ended reads no more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  return { code: child.exitCode, out, err };
}
