import type { Command } from './cli-command.ts';
import { simulate } from './cli-simulate.ts';

export const simulateCommand: Command = {
  usage: 'simulate [--port N] [--json] [--one-client]',
  about: "Runs the simulated bench alone. Each instrument's address is on a line of its own; Ctrl-C ends it.",
  details: [
    '--port N       port of the supply on 127.0.0.1; without it, a free one',
    '--json         one line of JSON instead of the addresses',
    '--one-client   the supply takes one client at a time',
  ],
  run: (args) => simulate(args),
};
