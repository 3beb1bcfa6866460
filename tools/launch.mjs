// Runs tools/<name>.ts with the pinned Node, after installing what is missing. Plain JavaScript for Node 20 and newer:
// it is the one file that runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './pinned-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...rest] = process.argv.slice(2);

function install() {
  const stamp = join(root, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages (about half a minute)...');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const args = [...command.slice(1), 'ci', '--no-audit', '--loglevel=error'];
  // `npm ci` takes node_modules away first, and with it a pinned node that npm may have put on the path.
  const result = spawnSync(command[0], args, {
    cwd: root,
    stdio: 'inherit',
    timeout: 900_000,
    shell: !npm && process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'The packages could not be installed. Check the connection to the npm registry, then run this again.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

if (name === undefined || !existsSync(join(root, 'tools', `${name}.ts`))) {
  console.error(`usage: node tools/launch.mjs <name of a program in tools/> [arguments]`);
  process.exit(2);
}
install();
const node = pinnedNode(root);
if (node === null) {
  console.error(
    'Node 24 is needed, and there is no packaged one for this platform. Install Node 24 or newer.',
  );
  process.exit(1);
}
const child = spawn(node, [join(root, 'tools', `${name}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, npm_config_update_notifier: 'false' },
});
// Ctrl-C reaches the child by itself (same terminal); a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
