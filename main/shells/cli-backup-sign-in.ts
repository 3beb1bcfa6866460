import type { Context } from './cli-command.ts';
import type { Session } from './cli-session.ts';
import { signIn, signInByHand, standing } from './cli-sign-in.ts';
import { Terminal } from './cli-terminal.ts';

/** Signs in whoever may restore. A token may not, so with a person at the terminal it is the person who signs in. */
export async function signInToRestore(session: Session, { signal, interrupt }: Context): Promise<void> {
  const { permissions } = await standing(session, signal);
  if (permissions.includes('backups:manage')) return;
  if (!Terminal.isPerson) return await signIn(session, signal, interrupt);
  await using terminal = new Terminal(interrupt);
  await signInByHand(session, terminal, signal);
}
