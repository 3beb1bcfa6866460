import { dataFolder, tidyPath } from '#main/folder/data-folder.ts';
import { Fault } from '#shared/faults.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, tell } from './cli-output.ts';
import { withSession } from './cli-session.ts';
import { signInByHand, standing } from './cli-sign-in.ts';
import { Terminal } from './cli-terminal.ts';
import { forgetToken, keepToken, readToken, tokenFile } from './cli-token.ts';
import { parseOptions, parseWhole } from './cli-usage.ts';

const defaultHours = 8;

async function login(args: string[], { signal, interrupt }: Context): Promise<number> {
  const options = parseOptions(args, {
    name: { type: 'string' },
    hours: { type: 'string' },
    print: { type: 'boolean', default: false },
    stdin: { type: 'boolean', default: false },
  });
  const hours = parseWhole(options.hours, 'a number of hours', 1, 720) ?? defaultHours;
  return await withSession(signal, async (session) => {
    const { phase } = await standing(session, signal);
    if (phase === 'first-run') {
      tell(
        'lablink: This console has no account, so nobody has to sign in. The first one is made in its window.',
      );
      return exits.failed;
    }
    if (!Terminal.isPerson && !options.stdin)
      throw new Fault('AUTH_FAILED', 'Standard input is not a terminal, so nobody can be asked.', {
        remedy: 'Run it in a terminal, or write name, password and code to it with --stdin.',
      });
    await using terminal = new Terminal(interrupt);
    const name = await signInByHand(session, terminal, signal, options.name);
    const { token, expiresAt } = await session.client.accounts.createToken({ hours }, { signal });
    const until = new Date(expiresAt).toLocaleString();
    if (options.print) {
      print(`${token}\n`);
      tell(`A token of ${name} until ${until}. Give it to lablink as LABLINK_TOKEN.`);
    } else {
      const folder = dataFolder();
      await keepToken(folder, { token, name, expiresAt });
      tell(
        `Signed in as ${name} until ${until}. The token is in ${tidyPath(folder)}/${tokenFile}, for you alone.`,
      );
    }
    return exits.well;
  });
}

async function logout(args: string[], { signal }: Context): Promise<number> {
  parseOptions(args, {});
  const folder = dataFolder();
  const token = (await readToken(folder))?.token ?? process.env['LABLINK_TOKEN'] ?? '';
  if (token === '') {
    tell('There is no token here.');
    return exits.well;
  }
  return await withSession(signal, async (session) => {
    try {
      if ((await standing(session, signal)).permissions.length === 0) {
        await session.client.accounts.signInToken({ token }, { signal });
        const { revoked } = await session.client.accounts.revokeTokens({}, { signal });
        tell(`Signed out. Tokens that are void now: ${revoked}.`);
      }
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'AUTH_TOKEN') throw error;
      tell('The token was void already.');
    }
    await forgetToken(folder);
    return exits.well;
  });
}

export const loginCommand: Command = {
  usage: 'login [--name NAME] [--hours N] [--print] [--stdin]',
  about:
    'Asks for name, password and code, and keeps a token that signs the command line in until it expires.',
  details: [
    '--name NAME   does not ask for the name',
    '--hours N     until the token expires, 1 to 720; without it 8',
    '--print       prints the token on standard output and keeps it nowhere',
    '--stdin       reads name (without --name), password and code from standard input, a line each',
  ],
  run: login,
};

export const logoutCommand: Command = {
  usage: 'logout',
  about: 'Makes every token of this person void and removes the one that was kept.',
  details: [],
  run: logout,
};
