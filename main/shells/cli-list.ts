import { dataFolder } from '#main/folder/data-folder.ts';
import { openBenchFile } from '#main/instruments/bench-file.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, shown, table, tell } from './cli-output.ts';
import { first, type Session, withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { parseOptions } from './cli-usage.ts';

/** What is known of an instrument on the desk without connecting to it. */
type Remembered = Pick<
  Instrument,
  'id' | 'name' | 'address' | 'vendor' | 'model' | 'serial' | 'firmware' | 'simulated'
>;
/** `link`: null when no console runs, so that nothing is connected. */
type Listed = Remembered & { readonly link: Instrument['link'] | null };

async function live({ client }: Session, signal: AbortSignal): Promise<Listed[]> {
  const instruments = await first(client.instruments.list({}, { signal }));
  return instruments.map(({ id, name, address, vendor, model, serial, firmware, simulated, link }) => {
    return { id, name, address, vendor, model, serial, firmware, simulated, link };
  });
}

/** The desk as it is remembered. Throws BENCH_UNREADABLE, BENCH_NEWER. */
async function remembered(): Promise<Listed[]> {
  const { bench, trouble } = await openBenchFile(dataFolder(), Date.now);
  if (trouble !== null) throw trouble.fault;
  const never = { vendor: '', model: '', serial: '', firmware: '' };
  return bench.instruments.map(({ id, name, address, seen, simulated }) => ({
    id,
    name,
    address,
    ...(seen ?? never),
    simulated: simulated !== null,
    link: null,
  }));
}

async function list(args: string[], { signal, interrupt }: Context): Promise<number> {
  const { json } = parseOptions(args, { json: { type: 'boolean', default: false } });
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const instruments = session.running ? await live(session, signal) : await remembered();
    if (json) printJson(instruments);
    else if (instruments.length === 0) tell('There is no instrument on the desk.');
    else
      print(
        table(
          instruments.map(({ name, address, vendor, model, link }) => [
            ...[name, address, `${vendor} ${model}`.trim() || '-'].map(shown),
            ...(link === null ? [] : [link]),
          ]),
        ),
      );
    return exits.well;
  });
}

export const listCommand: Command = {
  usage: 'list [--json]',
  about:
    'Lists the instruments on the desk: name, address, model, and with a console running the state of the link.',
  details: ['--json   one array of objects'],
  run: list,
};
