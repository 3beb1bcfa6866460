import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.ts';
import { buildMain } from './build-main.ts';
import { packageScript, root, runScript } from './steps.ts';

/** How long a first start may wait for Electron's binary before the console opens in a browser instead. */
const fetchSeconds = 45;

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
  console.log(`Fetching Electron (at most ${fetchSeconds} s)...`);
  await runScript('electron/install.js', [], { deadlineMs: fetchSeconds * 1000, capture: true });
  const fetched = electronBinary();
  if (fetched !== null) return { electron: fetched };
  return {
    because: `Electron could not be fetched within ${fetchSeconds} s, so the console opens in the browser.`,
  };
}

await buildRenderer();
const shell = await chooseShell();
let command: string;
let args: string[];
if ('electron' in shell) {
  await buildMain();
  [command, args] = [shell.electron, [root]];
} else {
  console.log(shell.because);
  [command, args] = [process.execPath, [join(root, 'main/shells/loopback-main.ts')]];
}
const child = spawn(command, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
