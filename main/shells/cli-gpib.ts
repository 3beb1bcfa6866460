import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, table, tell } from './cli-output.ts';
import { withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { parseCommand, parseWhole, UsageError } from './cli-usage.ts';

/** What the command line asks for. `board` is null for the list, `adapter` is null for none. */
export interface GpibOptions {
  readonly json: boolean;
  readonly board: number | null;
  readonly adapter: string | null;
}

/** Understands the command line, or throws a UsageError. */
export function parseGpib(args: string[]): GpibOptions {
  const { values, positionals } = parseCommand(args, { json: { type: 'boolean', default: false } });
  const [board, adapter, ...rest] = positionals;
  const { json } = values;
  if (rest.length > 0) throw new UsageError('a board and its adapter are all that it takes');
  if (board === undefined) return { json, board: null, adapter: null };
  if (adapter === undefined) throw new UsageError('the adapter is missing, or none');
  if (json) throw new UsageError('--json goes with the list');
  const number = parseWhole(board, 'a GPIB board', 0, 31) ?? null;
  return { json, board: number, adapter: adapter === 'none' ? null : adapter };
}

async function gpib(args: string[], { signal, interrupt }: Context): Promise<number> {
  const { json, board, adapter } = parseGpib(args);
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const { instruments } = session.client;
    if (board !== null) {
      const set = await instruments.setGpibBoard({ board, adapter }, { signal });
      tell(
        set.adapter === null
          ? `GPIB board ${board} has no adapter.`
          : `GPIB board ${board} is ${set.adapter}.`,
      );
      return exits.well;
    }
    const boards = await instruments.gpibBoards({}, { signal });
    if (json) printJson(boards);
    else if (boards.length === 0) tell('No GPIB board has an adapter.');
    else print(table(boards.map((each) => [String(each.board), each.adapter])));
    return exits.well;
  });
}

export const gpibCommand: Command = {
  usage: 'gpib [--json] [<board> <adapter>]',
  about: 'Lists the GPIB boards of this desk and their adapters, or says which adapter is a board.',
  details: [
    '<board>     as in GPIB0::22::INSTR: 0 to 31',
    '<adapter>   prologix://host:1234, prologix+serial:///dev/ttyUSB1, or none',
    '--json      one array of objects',
  ],
  run: gpib,
};
