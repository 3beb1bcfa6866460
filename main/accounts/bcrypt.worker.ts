import { serveThread } from '#main/threads/serve.ts';
import { checkPassword, hashPassword, isGuessable } from './password-work.ts';
import { otherSteps } from './totp.ts';

/** What takes too long for the thread that talks to instruments. One piece after the other. */
const work = {
  hash: ({ password, cost }: { password: string; cost: number }) => hashPassword(password, cost),
  check: ({ password, stored, cost }: { password: string; stored: string | null; cost: number }) =>
    checkPassword(password, stored, cost),
  isGuessable: ({ password, words }: { password: string; words: readonly string[] }) =>
    isGuessable(password, words),
  otherSteps: ({ secret, code, now }: { secret: string; code: string; now: number }) =>
    otherSteps(secret, code, now),
};
/** The methods of this thread, for the side that calls. */
export type BcryptWork = typeof work;

serveThread(work);
