import { setTimeout as wait } from 'node:timers/promises';
import { withInstrument } from './cli-borrow.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, tell } from './cli-output.ts';
import { parseCommand, parseWhole, UsageError } from './cli-usage.ts';

/** What the command line asks for. `seconds`: null until Ctrl-C. */
export interface RecordOptions {
  readonly target: string;
  readonly seconds: number | null;
}

/** Understands the command line, or throws a UsageError. */
export function parseRecord(args: string[]): RecordOptions {
  const { values, positionals } = parseCommand(args, { for: { type: 'string' } });
  const [target, ...rest] = positionals;
  if (target === undefined) throw new UsageError('an instrument is missing');
  if (rest.length > 0) throw new UsageError('one instrument is all that it takes');
  return { target, seconds: parseWhole(values.for, 'a time in s', 1, 86_400) ?? null };
}

/** Longer than anybody records; a timer holds no more. ms. */
const longest = 2 ** 31 - 1;

async function record(args: string[], context: Context): Promise<number> {
  const { target, seconds } = parseRecord(args);
  const { signal } = context;
  return await withInstrument(target, context, async ({ client }, id) => {
    const { name } = await client.instruments.record({ id, on: true }, { signal });
    tell(`Recording ${target}${seconds === null ? '; Ctrl-C ends it' : ` for ${seconds} s`}.`);
    await wait(seconds === null ? longest : seconds * 1_000, undefined, { signal }).catch(() => undefined);
    await client.instruments.record({ id, on: false });
    print(`replay://${name}\n`);
    return exits.well;
  });
}

export const recordCommand: Command = {
  usage: 'record [--for SECONDS] <instrument>',
  about:
    'Writes a transcript of everything on the link of an instrument, and prints the address it is replayed from.',
  details: ['<instrument>     as in query', '--for SECONDS    ends it by itself; else Ctrl-C does'],
  run: record,
};
