import { readFileSync } from 'node:fs';
import { simulate } from './cli-simulate.ts';
import { UsageError } from './cli-usage.ts';

const help = `lablink: the command line of LabLink Console

  lablink simulate [--port N] [--json] [--one-client]
      Runs the simulated bench alone. Each instrument's address is on a line of its own; Ctrl-C ends it.
        --port N       port of the supply on 127.0.0.1; without it, a free one
        --json         one line of JSON instead of the addresses
        --one-client   the supply takes one client at a time
  lablink --help
  lablink --version
`;

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = { simulate };

/** Runs one command line. Resolves with the exit code: 0 well, 1 failed, 2 not understood. */
async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    process.stdout.write(`${(JSON.parse(file) as { version: string }).version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  return command(rest);
}

// Started by lablink.mjs: without the launcher nobody could end this process any more, so it ends itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`lablink: ${error.message}. lablink --help shows what there is.\n`);
  process.exitCode = 2;
}
