import { Fault, faultShape } from '#shared/faults.ts';
import { withInstrument } from './cli-borrow.ts';
import type { Command, Context } from './cli-command.ts';
import { exitFor, exits } from './cli-exit.ts';
import { printJson, tell } from './cli-output.ts';
import { printReply } from './cli-reply.ts';
import { writeReply } from './cli-reply-whole.ts';
import type { Session } from './cli-session.ts';
import { Terminal } from './cli-terminal.ts';
import { parseCommand, parseWhole, UsageError } from './cli-usage.ts';

/** What the command line asks for. Times in ms. */
export interface QueryOptions {
  readonly target: string;
  /** `-` stands for the lines of standard input. */
  readonly messages: readonly string[];
  readonly json: boolean;
  readonly out: string | undefined;
  readonly raw: boolean;
  readonly confirm: boolean;
  readonly keepGoing: boolean;
  readonly timeout: number | undefined;
}

/** Understands the command line, or throws a UsageError. */
export function parseQuery(args: string[]): QueryOptions {
  const { values, positionals } = parseCommand(args, {
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    raw: { type: 'boolean', default: false },
    confirm: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
    timeout: { type: 'string' },
  });
  const [target, ...messages] = positionals;
  if (target === undefined) throw new UsageError('an instrument and a message are missing');
  if (messages.length === 0) throw new UsageError('a message is missing');
  const { json, out, raw, confirm } = values;
  if (out !== undefined && (json || raw)) throw new UsageError('--out goes with neither --json nor --raw');
  if (json && raw) throw new UsageError('--json and --raw do not go together');
  if (out !== undefined && (messages.length > 1 || messages[0] === '-'))
    throw new UsageError('--out goes with one message');
  if (messages.filter((each) => each === '-').length > 1)
    throw new UsageError('standard input can be read once');
  const timeout = parseWhole(values.timeout, 'a time in ms', 50, 120_000);
  return { target, messages, json, out, raw, confirm, keepGoing: values['keep-going'], timeout };
}

async function* messagesOf({ messages }: QueryOptions, { signal, interrupt }: Context) {
  for (const message of messages) {
    if (message !== '-') {
      yield message;
      continue;
    }
    await using terminal = new Terminal(interrupt);
    for (let line = await terminal.line(signal); line !== null; line = await terminal.line(signal))
      if (line.trim() !== '') yield line;
  }
}

/** Sends every message in its order; answers with the exit code of the first fault. */
async function sendAll(
  { client }: Session,
  id: string,
  options: QueryOptions,
  context: Context,
): Promise<number> {
  const { target: instrument, confirm, timeout, json, out, raw, keepGoing } = options;
  const { signal } = context;
  let code: number = exits.well;
  for await (const request of messagesOf(options, context)) {
    if (signal.aborted) break;
    try {
      const message = { id, text: request, confirm, ...(timeout !== undefined && { deadlineMs: timeout }) };
      if (raw || out !== undefined) {
        await writeReply(() => client.instruments.sendWhole(message, { signal }), options);
        continue;
      }
      const { reply, wireMs } = await client.instruments.send(message, { signal });
      if (json) printJson({ instrument, request, reply, wireMs });
      else if (reply !== null) printReply(reply);
    } catch (error) {
      if (signal.aborted) break;
      const fault = faultShape(error);
      if (json) printJson({ instrument, request, error: fault });
      tell(`lablink: ${fault.message} ${fault.remedy}`);
      code ||= exitFor(fault.code);
      if (!keepGoing) break;
    }
  }
  return code;
}

async function query(args: string[], context: Context): Promise<number> {
  const options = parseQuery(args);
  const { target } = options;
  try {
    return await withInstrument(target, context, (session, id) => sendAll(session, id, options, context));
  } catch (error) {
    // Before any message: the program that reads the objects has to see it as well.
    if (options.json && error instanceof Fault && !context.signal.aborted)
      printJson({ instrument: target, error: faultShape(error) });
    throw error;
  }
}

export const queryCommand: Command = {
  usage:
    'query [--json] [--timeout MS] [--confirm] [--keep-going] [--out FILE | --raw] <instrument> <message>...',
  about: 'Sends program messages to an instrument and prints the replies.',
  details: [
    '<instrument>   on the desk: its name, id or address; else an address (tcp://host:port), or sim:<key>',
    '<message>      as the manual writes it (*IDN?); - reads messages from standard input, a line each',
    '--json         one object a message, with reply or error',
    '--timeout MS   for each whole reply, 50 to 120000',
    '--confirm      lets a command of unknown effect through an envelope; needs the permission for it',
    '--keep-going   does not stop at the first fault',
    '--out FILE     keeps a block of binary data in a file',
    '--raw          prints replies as they are, binary data included',
  ],
  run: query,
};
