import { constants } from 'node:os';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Command } from './cli-command.ts';
import { exitFor, exits } from './cli-exit.ts';
import { backupCommand } from './cli-backup.ts';
import { busCommand } from './cli-bus.ts';
import { doctorCommand } from './cli-doctor.ts';
import { gpibCommand } from './cli-gpib.ts';
import { historyCommand } from './cli-history.ts';
import { listCommand } from './cli-list.ts';
import { loginCommand, logoutCommand } from './cli-login.ts';
import { openCommand } from './cli-open.ts';
import { flushed, print, tell } from './cli-output.ts';
import { queryCommand } from './cli-query.ts';
import { recordCommand } from './cli-record.ts';
import { recoverCommand } from './cli-recover.ts';
import { version } from './cli-session.ts';
import { simulateCommand } from './cli-simulate-help.ts';
import { UsageError } from './cli-usage.ts';

const commands: Readonly<Record<string, Command>> = {
  query: queryCommand,
  bus: busCommand,
  record: recordCommand,
  list: listCommand,
  gpib: gpibCommand,
  history: historyCommand,
  backup: backupCommand,
  simulate: simulateCommand,
  doctor: doctorCommand,
  open: openCommand,
  login: loginCommand,
  logout: logoutCommand,
  recover: recoverCommand,
};

const helpOf = ({ usage, about, details }: Command): string =>
  [`  lablink ${usage}`, `      ${about}`, ...details.map((each) => `        ${each}`), ''].join('\n');

const help = `lablink: the command line of LabLink Console

${Object.values(commands).map(helpOf).join('')}  lablink --help
  lablink --version

Exit codes: 0 well, 1 failed, 2 not understood, 3 refused, 4 sign-in needed or failed, 5 instrument, 130 interrupted.
`;

const wantsHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
};

/** What ended the command before its time: a signal, or a reader of its output that has gone. */
let endedBy: NodeJS.Signals | 'no reader' | null = null;
const stop = new AbortController();
/** On one Ctrl-C a terminal and the launcher may both send the signal: only a later one means "now". */
const secondSignalMs = 1500;
let firstAt = 0;
function end(why: NodeJS.Signals | 'no reader'): void {
  if (endedBy === null) {
    endedBy = why;
    firstAt = Date.now();
    stop.abort();
  } else if (why !== 'no reader' && Date.now() - firstAt > secondSignalMs) process.exit(endCode());
}
const endCode = (): number =>
  endedBy === null || endedBy === 'no reader' ? exits.well : 128 + constants.signals[endedBy];

/** Runs one command line. Resolves with the exit code. */
async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(help);
    return name === undefined ? exits.notUnderstood : exits.well;
  }
  if (name === '--version' || name === '-v') {
    print(`${version()}\n`);
    return exits.well;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  if (wantsHelp(rest)) {
    print(helpOf(command));
    return exits.well;
  }
  // The simulated bench runs until a signal ends it well.
  if (command !== simulateCommand)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  return command.run(rest, { signal: stop.signal, interrupt: () => end('SIGINT') });
}

/** What went wrong in one line on standard error, and the exit code for it. */
function failed(error: unknown): number {
  if (endedBy !== null) return endCode();
  if (error instanceof UsageError) {
    tell(`lablink: ${error.message}. lablink --help shows what there is.`);
    return exits.notUnderstood;
  }
  if (!(error instanceof Fault)) console.error(error);
  const { code, message, remedy } = faultShape(error);
  tell(`lablink: ${message} ${remedy}`);
  return exitFor(code);
}

// Started by lablink.mjs: without the launcher nobody could end this process any more, so it ends itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
// `| head`: nobody wants the rest, and that is no mistake.
process.stdout.on('error', () => end('no reader'));
process.stderr.on('error', () => undefined);

const code = await run(process.argv.slice(2)).catch(failed);
await flushed();
// Whatever still runs (a terminal that is read, a timer) must not keep the shell waiting.
process.exit(endedBy === null ? code : endCode());
