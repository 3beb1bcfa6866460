// Runs tools/<name>.ts with the pinned Node, after installing what is missing. Plain JavaScript for Node 20 and newer:
// it is the one file that runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './pinned-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...rest] = process.argv.slice(2);

/** The process to end when this one is told to. */
let child = null;
// Ctrl-C reaches the child by itself (same terminal); a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal));
// npm runs this through a shell of its own, and a signal to npm ends that shell without a word to what runs in it.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child?.kill('SIGTERM');
  }, 500);
  watch.unref();
}

/** Runs a program to its end. Resolves with its exit code, as a shell would tell it, and what it wrote to a pipe. */
function run(command, args, options) {
  child = spawn(command, args, { cwd: root, ...options });
  let errors = '';
  child.stderr?.on('data', (data) => {
    errors += data;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, errors: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), errors }));
  });
}

async function install() {
  const stamp = join(root, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages (about half a minute)...');
  const start = Date.now();
  const progress = setInterval(
    () => console.log(`Still installing (${Math.round((Date.now() - start) / 1000)} s)...`),
    15_000,
  );
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // Three more tries within some ten seconds: npm's own pauses make a PC without network wait for over a minute.
  const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-factor=3'];
  const args = [...command.slice(1), 'ci', '--no-audit', '--loglevel=error', ...patience];
  // `npm ci` takes node_modules away first, and with it a pinned node that npm may have put on the path.
  const { code, errors } = await run(command[0], args, {
    stdio: ['inherit', 'inherit', 'pipe'],
    timeout: 900_000,
    shell: !npm && process.platform === 'win32',
  });
  clearInterval(progress);
  if (code === 0) return writeFileSync(stamp, wanted);
  if (code !== 130) {
    // npm's reason, without the stack that follows it.
    const lines = errors.trimEnd().split('\n');
    const stack = lines.findIndex((line) => /^npm error\s+at /.test(line));
    console.error(lines.slice(0, stack === -1 ? 12 : Math.min(stack, 12)).join('\n'));
    const unreachable = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|EHOSTUNREACH/.test(
      errors,
    );
    console.error(
      unreachable
        ? 'The packages could not be installed: the npm registry cannot be reached. Check the connection, then run this again.'
        : 'The packages could not be installed; npm says why above. Put that right, then run this again.',
    );
  }
  process.exit(code === 130 || code === 143 ? code : 1);
}

if (name === undefined || !existsSync(join(root, 'tools', `${name}.ts`))) {
  console.error(`usage: node tools/launch.mjs <name of a program in tools/> [arguments]`);
  process.exit(2);
}
await install();
const node = pinnedNode(root);
if (node === null) {
  console.error(
    'Node 24 is needed, and there is no packaged one that runs on this platform. Install Node 24 or newer.',
  );
  process.exit(1);
}
/** What is measured compiles its own code, as it does for whoever starts it first. */
const measures = ['bench', 'profile', 'soak'].includes(name);
const { code, errors } = await run(node, [join(root, 'tools', `${name}.ts`), ...rest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    npm_config_update_notifier: 'false',
    // Code that was compiled once is kept: a console starts in half the time, and the tests start hundreds.
    ...(measures ? {} : { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile') }),
  },
});
if (errors !== '') console.error(`${node} could not be started: ${errors}`);
process.exit(code);
