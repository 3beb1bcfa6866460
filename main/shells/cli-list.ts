import type { Instrument } from '#shared/contract/instruments.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, shown, table, tell } from './cli-output.ts';
import { first, withSession } from './cli-session.ts';
import { signIn } from './cli-sign-in.ts';
import { parseOptions } from './cli-usage.ts';

/** What a program may rely on. Alone, nothing has been connected to: what the link is like is not known. */
const describe = (instrument: Instrument, running: boolean) => {
  const { id, name, address, kind, vendor, model, serial, firmware, driver, simulated, link } = instrument;
  const about = { id, name, address, kind, vendor, model, serial, firmware, driver, simulated };
  return { ...about, link: running ? link : null };
};

async function list(args: string[], { signal, interrupt }: Context): Promise<number> {
  const { json } = parseOptions(args, { json: { type: 'boolean', default: false } });
  return await withSession(signal, async (session) => {
    await signIn(session, signal, interrupt);
    const instruments = await first(session.client.instruments.list({}, { signal }));
    const { running } = session;
    if (json)
      printJson(
        instruments.map(
          ({ link, latencyMs: _, answeredAt: _at, trouble: _t, channels: _c, control: _r, ...about }) => ({
            ...about,
            link: running ? link : null,
          }),
        ),
      );
    else if (instruments.length === 0) tell('There is no instrument on the desk.');
    else
      print(
        table(
          instruments.map(({ name, address, vendor, model, link }) => [
            ...[name, address, `${vendor} ${model}`.trim() || '-'].map(shown),
            ...(running ? [link] : []),
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
