#!/usr/bin/env node
// The command `lablink`. Plain JavaScript for Node 20 and newer: finds Node 24 and hands everything to it.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from '../../tools/pinned-node.mjs';

const node = pinnedNode(fileURLToPath(new URL('../..', import.meta.url)));

if (node === null) {
  console.error(
    `lablink needs Node 24 or newer and found ${process.version}. Run npm install in the project, or install Node 24.`,
  );
  process.exitCode = 1;
} else {
  // The fourth stream carries nothing: its end tells the child that this process is gone, however it went.
  const child = spawn(node, [fileURLToPath(new URL('cli.ts', import.meta.url)), ...process.argv.slice(2)], {
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
