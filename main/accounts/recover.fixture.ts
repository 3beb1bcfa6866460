import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept, User } from '#shared/contract/accounts.ts';
import type { Desk } from './accounts.fixture.ts';
import { challengeFile } from './challenge.ts';

/** The password that a recovery gives. */
export const newPassword = 'nine copper teapots sleep';

/** What a test types into a recovery; what is left out is right. */
export interface Typed {
  readonly challenge?: string;
  readonly secret?: string;
  readonly name?: string;
  readonly password?: string;
}

/** The steps of a recovery of Ada at a desk, with the secret from her first run. */
export function recoveryAt(desk: () => Desk, recoverySecret: () => string) {
  const handlers = () => desk().accounts.handlers;
  const codeInFile = (): string => {
    const file = join(desk().folder, challengeFile);
    return (existsSync(file) && /^Code: (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]) || 'no code';
  };
  /** Asks for the file; answers with where it is said to be. */
  const ask = async (seat = 'r'): Promise<string> =>
    (await handlers().recoverChallenge({}, desk().call(seat))).file;
  /** Asks for the file and reads the code in it. */
  const challenge = async (seat = 'r'): Promise<string> => {
    await ask(seat);
    return codeInFile();
  };
  const begin = async (seat: string, typed: Typed = {}) =>
    handlers().recoverBegin(
      { challenge: codeInFile(), secret: recoverySecret(), name: 'Ada', password: newPassword, ...typed },
      desk().call(seat),
    );
  const confirm = async (seat: string, code: string): Promise<Kept> =>
    handlers().recoverConfirm({ code }, desk().call(seat));
  const finish = async (seat: string): Promise<User> => handlers().recoverFinish({}, desk().call(seat));
  /** Up to what is put away. */
  const recoverTo = async (seat = 'r', typed: Typed = {}): Promise<Kept & { readonly totp: string }> => {
    await challenge(seat);
    const enrolled = await begin(seat, typed);
    return { totp: enrolled.secret, ...(await confirm(seat, desk().codeIn(enrolled.secret))) };
  };
  return { ask, challenge, begin, confirm, finish, recoverTo };
}
