import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.ts';
import { buildMain } from './build-main.ts';
import { packageScript, root, runScript } from './steps.ts';

/** How long a first start may wait for Electron's binary before the console opens in a browser instead. */
const fetchSeconds = 45;
/** An Electron that is ended by the system within this time could not start at all. */
const startSeconds = 10;

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

function electronBinary(): string | null {
  const pointer = packageScript('electron/path.txt');
  if (!existsSync(pointer)) return null;
  const binary = packageScript(join('electron/dist', readFileSync(pointer, 'utf8')));
  return existsSync(binary) ? binary : null;
}

/** The shell to start, and one line that says why, when it is not the window. */
async function chooseShell(): Promise<{ electron: string } | { because: string }> {
  if (!hasDisplay())
    return { because: 'There is no display here, so the console opens for a browser on this machine.' };
  const there = electronBinary();
  if (there !== null) return { electron: there };
  const start = performance.now();
  console.log(`Fetching Electron (at most ${fetchSeconds} s)...`);
  await runScript('electron/install.js', [], { deadlineMs: fetchSeconds * 1000, capture: true });
  const fetched = electronBinary();
  if (fetched !== null) return { electron: fetched };
  const late = performance.now() - start >= fetchSeconds * 1000;
  return {
    because: `Electron could not be fetched${late ? ` within ${fetchSeconds} s` : ''}, so the console opens in the browser.`,
  };
}

let asked: NodeJS.Signals | null = null;
let child: ChildProcess | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    asked = signal;
    child?.kill(signal);
    if (child === null) process.exit(signal === 'SIGINT' ? 130 : 143);
  });

/** Runs a shell to its end. Resolves with its exit code, or the signal or fault that ended it. */
function runShell(command: string, args: readonly string[]): Promise<number | string> {
  const running = spawn(command, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  child = running;
  return new Promise((resolve) => {
    running.on('error', (error) => resolve(error.message));
    running.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}

/** Exit code of a process whose end nobody here decided. */
const codeOf = (end: number | string): number =>
  typeof end === 'number' ? end : end === 'SIGINT' ? 130 : end === 'SIGTERM' || end === 'SIGHUP' ? 143 : 1;

/** Builds what is stale; a person reads why it could not be built, not where in the builder. */
async function built(build: () => Promise<void>): Promise<void> {
  try {
    await build();
  } catch (error) {
    console.error(
      `The console could not be built: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exit(1);
  }
}

await built(buildRenderer);
const shell = await chooseShell();
let because: string;
if ('electron' in shell) {
  await built(buildMain);
  const start = performance.now();
  const end = await runShell(shell.electron, [root]);
  // Missing libraries, or a sandbox that this system or user does not allow: it is there and cannot run. The console
  // itself ends with 0 or 1, and says why.
  const cannotRun = typeof end === 'string' || end === 126 || end === 127;
  if (!cannotRun || asked !== null || performance.now() - start > startSeconds * 1000)
    process.exit(codeOf(end));
  because = `Electron does not run here (${end}), so the console opens in the browser.`;
} else because = shell.because;
console.log(because);
process.exit(codeOf(await runShell(process.execPath, [join(root, 'main/shells/loopback-main.ts')])));
