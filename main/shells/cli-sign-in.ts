import { dataFolder } from '#main/folder/data-folder.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import { Fault } from '#shared/faults.ts';
import { first, type Session } from './cli-session.ts';
import { Terminal } from './cli-terminal.ts';
import { readToken } from './cli-token.ts';

/** Where this command stands: `permissions` is not empty when it may begin. Throws what keeps everybody from signing in. */
export async function standing({ client }: Session, signal: AbortSignal): Promise<AccountState> {
  const state = await first(client.accounts.state({}, { signal }));
  const { trouble } = state;
  if (trouble !== null)
    throw new Fault('AUTH_FAILED', `Nobody can sign in: ${trouble.message}`, { remedy: trouble.remedy });
  return state;
}

/** What somebody typed, or `CANCELLED` when the input ended instead. */
export function answered(line: string | null): string {
  if (line === null) throw new Fault('AUTH_EXPIRED', 'The input ended before everything was typed.');
  return line;
}

/** Name, password and code, in this order, from a person or from the lines of a program. Answers with the account's name. */
export async function signInByHand(
  { client }: Session,
  terminal: Terminal,
  signal: AbortSignal,
  givenName?: string,
): Promise<string> {
  const name = givenName ?? answered(await terminal.ask('Name: ', signal));
  const password = answered(await terminal.ask('Password: ', signal, { hidden: true }));
  await client.accounts.signInPassword({ name, password }, { signal });
  const code = answered(await terminal.ask('Code of the app, or a recovery code: ', signal));
  const digits = code.replace(/\s/g, '');
  const user = /^\d{1,8}$/.test(digits)
    ? await client.accounts.signInCode({ code }, { signal })
    : await client.accounts.signInRecovery({ code }, { signal });
  return user.name;
}

/** The token to use: of the environment, or else the one that `lablink login` has kept and that has not expired. */
async function tokenAtHand(): Promise<string | null> {
  const given = process.env['LABLINK_TOKEN'];
  if (given !== undefined && given !== '') return given;
  const kept = await readToken(dataFolder());
  return kept !== null && kept.expiresAt > Date.now() ? kept.token : null;
}

/**
 * Makes sure that somebody is at this seat: nobody has to sign in while there is no account; then a token; then the person at the
 * terminal. Without any of them AUTH_TOKEN, at once: a program must not wait for a person.
 */
export async function signIn(session: Session, signal: AbortSignal, interrupt: () => void): Promise<void> {
  const { permissions } = await standing(session, signal);
  if (permissions.length > 0) return;
  const token = await tokenAtHand();
  if (token !== null) {
    await session.client.accounts.signInToken({ token }, { signal });
    return;
  }
  if (!Terminal.isPerson)
    throw new Fault('AUTH_TOKEN', 'This console has accounts, and nobody is signed in here.', {
      remedy: 'Run lablink login, or set LABLINK_TOKEN.',
    });
  await using terminal = new Terminal(interrupt);
  await signInByHand(session, terminal, signal);
}
