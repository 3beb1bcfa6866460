import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { dataFolder } from '#main/folder/data-folder.ts';
import type { Enrolment, Kept } from '#shared/contract/accounts.ts';
import type { z } from '#shared/schema.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, tell } from './cli-output.ts';
import { type Session, withSession } from './cli-session.ts';
import { answered } from './cli-sign-in.ts';
import { Terminal } from './cli-terminal.ts';
import { parseOptions } from './cli-usage.ts';

/** The code from the file that the console has written for the owner of the data folder. `file`: as a person would write it. */
async function readChallenge(file: string): Promise<string> {
  const place = join(dataFolder(), basename(file));
  const text = await readFile(place, 'utf8').catch((cause: unknown) => {
    throw new Fault('FOLDER_UNWRITABLE', `${file} cannot be read.`, { cause });
  });
  const code = /^Code: (\S+)$/m.exec(text)?.[1];
  if (code === undefined) throw new Fault('AUTH_EXPIRED', `There is no code in ${file}.`);
  return code;
}

async function askPassword(terminal: Terminal, signal: AbortSignal): Promise<string> {
  for (;;) {
    const password = answered(await terminal.ask('New password: ', signal, { hidden: true }));
    // A program makes no typing errors.
    if (!Terminal.isPerson) return password;
    if (password === answered(await terminal.ask('The same again: ', signal, { hidden: true })))
      return password;
    tell('The two are different.');
  }
}

/** What the person puts into the app: a picture for its camera, and the same in words. */
function showEnrolment({ uri, secret, account }: z.infer<typeof Enrolment>): void {
  if (Terminal.isPerson)
    tell(
      `\n${renderUnicodeCompact(uri)}\n\nScan it with the authenticator app, or type it there for ${account}:`,
    );
  print(`${secret}\n${uri}\n`);
}

function showKept({ recoveryCodes, recoverySecret }: Kept): void {
  tell(
    '\nTen recovery codes, each of which replaces the app once, and the new recovery secret. They are shown this once:',
  );
  print(`${recoveryCodes.join('\n')}\n${recoverySecret}\n`);
}

/** Codes come and go with the minute: a wrong one is asked for again while somebody sits there. */
async function confirm({ client }: Session, terminal: Terminal, signal: AbortSignal): Promise<Kept> {
  for (;;) {
    const code = answered(await terminal.ask('Code of the app: ', signal));
    try {
      return await client.accounts.recoverConfirm({ code }, { signal });
    } catch (error) {
      const { code: fault, message, remedy } = faultShape(error);
      const again = ['AUTH_CODE_WRONG', 'AUTH_CODE_USED', 'INPUT_INVALID'].includes(fault);
      if (!again || !Terminal.isPerson) throw error;
      tell(`${message} ${remedy}`);
    }
  }
}

async function recover(args: string[], { signal, interrupt }: Context): Promise<number> {
  const options = parseOptions(args, { stdin: { type: 'boolean', default: false } });
  if (!Terminal.isPerson && !options.stdin)
    throw new Fault('AUTH_FAILED', 'Standard input is not a terminal, so nobody can be asked.', {
      remedy: 'Run it in a terminal.',
    });
  await using terminal = new Terminal(interrupt);
  return await withSession(signal, async (session) => {
    const { accounts } = session.client;
    const { file } = await accounts.recoverChallenge({}, { signal });
    const challenge = await readChallenge(file);
    const secret = answered(await terminal.ask('Recovery secret: ', signal, { hidden: true }));
    const name = answered(await terminal.ask('Name of the administrator: ', signal));
    const password = await askPassword(terminal, signal);
    showEnrolment(await accounts.recoverBegin({ challenge, secret, name, password }, { signal }));
    showKept(await confirm(session, terminal, signal));
    answered(
      await terminal.ask('Enter when they are put away; Ctrl-C leaves everything as it was. ', signal),
    );
    const user = await accounts.recoverFinish({}, { signal });
    tell(`${user.name} is an administrator and can sign in with the new password and code.`);
    return exits.well;
  });
}

export const recoverCommand: Command = {
  usage: 'recover [--stdin]',
  about:
    'Makes an administrator anew when nobody can sign in any more, with the recovery secret of this console.',
  details: [
    'It asks for the recovery secret, a name and a new password, shows the secret for the authenticator app, asks',
    'for its code, and shows new recovery codes. Nothing is changed before the last Enter.',
    '--stdin   reads secret, name, password, code and a last empty line from standard input',
  ],
  run: recover,
};
