import { type BusAction, busActions } from '#shared/contract/instruments.ts';
import { withInstrument } from './cli-borrow.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print } from './cli-output.ts';
import { parseCommand, UsageError } from './cli-usage.ts';

/** What the command line asks for. */
export interface BusOptions {
  readonly target: string;
  readonly action: BusAction;
  readonly confirm: boolean;
}

/** Understands the command line, or throws a UsageError. */
export function parseBus(args: string[]): BusOptions {
  const { values, positionals } = parseCommand(args, { confirm: { type: 'boolean', default: false } });
  const [target, word, ...rest] = positionals;
  const action = busActions.find((each) => each === word);
  if (target === undefined || word === undefined)
    throw new UsageError('an instrument and an action are missing');
  if (action === undefined || rest.length > 0)
    throw new UsageError(`the action is one of ${busActions.join(', ')}`);
  return { target, action, confirm: values.confirm };
}

async function bus(args: string[], context: Context): Promise<number> {
  const { target, action, confirm } = parseBus(args);
  return await withInstrument(target, context, async ({ client }, id) => {
    const { statusByte } = await client.instruments.bus({ id, action, confirm }, { signal: context.signal });
    if (statusByte !== null) print(`${statusByte}\n`);
    return exits.well;
  });
}

export const busCommand: Command = {
  usage: `bus [--confirm] <instrument> ${busActions.join('|')}`,
  about:
    'Sends an interface message: device clear, trigger, serial poll (prints the status byte), local, remote.',
  details: [
    '<instrument>   as in query; its link has to have the message: VXI-11, HiSLIP, USB, GPIB',
    '--confirm      lets a trigger through an envelope; needs the permission for it',
  ],
  run: bus,
};
