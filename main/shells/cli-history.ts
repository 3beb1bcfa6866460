import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { exportDetails, exportHistory } from './cli-history-export.ts';
import { type HistoryOptions, historyWhat, parseHistory } from './cli-history-options.ts';
import {
  goingTable,
  goneTable,
  healthTable,
  slowestTable,
  verdictProblems,
  verdictTable,
} from './cli-history-words.ts';
import { print, printJson, shown, tell } from './cli-output.ts';
import { type Session, withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { followed } from './cli-work.ts';

type Keeping = Session['client']['keeping'];

/** Exit code 1 when the chain does not hold, or a signature is wrong. */
async function verify(keeping: Keeping, json: boolean, signal: AbortSignal): Promise<number> {
  const verdict = await followed(keeping.verify({}, { signal }));
  if (json) printJson(verdict);
  else {
    print(verdictTable(verdict));
    for (const problem of verdictProblems(verdict)) tell(`problem: ${shown(problem)}`);
    tell(verdict.holds ? 'The history holds.' : 'The history does NOT hold.');
    if (verdict.values.problems.length > 0) tell('Readings or notes beside it do NOT.');
  }
  return verdict.holds && verdict.values.problems.length === 0 ? exits.well : exits.failed;
}

/** Exit code 1 when nothing can be written, or the disk is full. */
async function health(keeping: Keeping, json: boolean, signal: AbortSignal): Promise<number> {
  const found = await keeping.health({}, { signal });
  if (json) printJson(found);
  else {
    print(healthTable(found));
    if (found.slowest.length > 0) print(slowestTable(found));
    if (found.warning !== null) tell(`The disk of the data folder is ${found.warning}.`);
  }
  return found.writable && found.warning !== 'full' ? exits.well : exits.failed;
}

async function keep(
  keeping: Keeping,
  { json, preview, reason }: Extract<HistoryOptions, { what: 'keep' }>,
  signal: AbortSignal,
): Promise<number> {
  if (preview) {
    const going = await keeping.preview({ policy: null }, { signal });
    if (json) printJson(going);
    else print(goingTable(going));
    return exits.well;
  }
  const gone = await followed(keeping.apply({ reason }, { signal }));
  if (json) printJson(gone);
  else print(goneTable(gone));
  return exits.well;
}

async function history([word, ...args]: string[], context: Context): Promise<number> {
  const what = historyWhat(word);
  if (what === 'export') return await exportHistory(args, context);
  const options = parseHistory(what, args);
  const { signal, interrupt } = context;
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const { keeping } = session.client;
    if (options.what === 'keep') return await keep(keeping, options, signal);
    return await (options.what === 'verify' ? verify : health)(keeping, options.json, signal);
  });
}

export const historyCommand: Command = {
  usage: 'history verify|health|keep|export [options]',
  about:
    'Checks that the history holds, says how its database is, takes what is not kept, writes it as files.',
  details: [
    'verify               recomputes every row and checks every signature; names the first row that does not hold',
    'health               size, growth, free disk, slowest queries',
    'keep --preview       what the policy would take now; nothing is changed',
    'keep --apply         takes it, leaves a signed checkpoint, gives the space back',
    '--reason TEXT        why, for the checkpoint and the record',
    ...exportDetails,
    '--json               one object, or for keep --preview one array',
  ],
  run: history,
};
