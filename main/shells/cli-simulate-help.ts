import type { Command } from './cli-command.ts';
import { simulate } from './cli-simulate.ts';

export const simulateCommand: Command = {
  usage:
    'simulate [--port N] [--json] [--one-client] [--vxi11] [--hislip] [--prologix] [--battery AH] [--fault KEY:FAULT[=VALUE]]',
  about: "Runs the simulated bench alone. Each instrument's address is on a line of its own; Ctrl-C ends it.",
  details: [
    '--port N       port of the supply on 127.0.0.1; load, meter, generator and scope take the next four.',
    '               Without it, free ones',
    '--json         one line of JSON instead of the addresses',
    '--one-client   each instrument takes one client at a time',
    '--vxi11        the same instruments over VXI-11 too, as inst0 to inst4 of 127.0.0.1. VISA clients find them',
    '               where port 111 may be used (on Linux: by root) and no other portmapper has it',
    '--hislip       the same over HiSLIP, as hislip0 to hislip4 of one port',
    '--prologix     the same behind a Prologix GPIB-ETHERNET adapter, at the GPIB addresses 1 to 5',
    '--battery AH   a lithium-ion cell of so many ampere hours at the load, instead of the lead from the supply',
    '--fault KEY:FAULT[=VALUE]   what goes wrong from the start, such as load:slow=500 or meter:garbled;',
    '               may be given again. While it runs, lines such as "load slow 500", "meter ok" and "help"',
    '               on standard input change it',
  ],
  run: (args) => simulate(args),
};
