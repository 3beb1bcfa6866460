#!/usr/bin/env node
// Runs on any Node from 18 on: finds Node 24 and hands everything to it. Plain syntax, no imports of the project.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = 24;
const here = dirname(fileURLToPath(import.meta.url));
const windows = process.platform === 'win32';

/** The Node that the project pins, where npm puts it: in the project, or beside it when it is itself installed. */
function pinnedNode() {
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const file = windows ? 'node.exe' : 'node';
  const root = join(here, '..', '..');
  const places = [join(root, 'node_modules', name, 'bin', file), join(root, '..', name, 'bin', file)];
  return places.find((place) => existsSync(place));
}

/** The `node` of the PATH, when it is new enough. */
function foundNode() {
  const found = spawnSync('node', ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const major = Number(/^v(\d+)\./.exec(found.stdout ?? '')?.[1]);
  return major >= wanted ? 'node' : undefined;
}

const current = Number(process.versions.node.split('.')[0]) >= wanted ? process.execPath : undefined;
const node = pinnedNode() ?? current ?? foundNode();

if (node === undefined) {
  console.error(
    `lablink needs Node ${wanted} or newer and found ${process.version}. Run npm install in the project, or install Node ${wanted}.`,
  );
  process.exitCode = 1;
} else {
  // The fourth stream carries nothing: its end tells the child that this process is gone, however it went.
  const child = spawn(node, [join(here, 'cli.ts'), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // The child decides what a signal means; on a terminal it may see Ctrl-C twice.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'].filter((signal) => signal in constants.signals);
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.on('error', (error) => {
    console.error(`lablink could not start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, pass);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}
