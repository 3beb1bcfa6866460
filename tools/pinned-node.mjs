// Finds the Node that the console runs on. Plain JavaScript: it runs on whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const needed = 24;

/**
 * Path of a Node 24 or newer: the pinned one from node_modules, else the running one, else the one on the PATH; null
 * when there is none.
 * @param {string} root folder that holds node_modules
 * @returns {string | null}
 */
export function pinnedNode(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', file);
  // It is asked, not trusted: built for another C library, it is there and does not start.
  if (existsSync(packaged) && majorOf(packaged) >= needed) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath;
  return majorOf('node') >= needed ? 'node' : null;
}

/** Major version of a Node, 0 when it does not answer. */
function majorOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}
