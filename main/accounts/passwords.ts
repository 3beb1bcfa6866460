import { span, type SpanName } from '#main/profiling/span.ts';
import { startThread } from '#main/threads/start.ts';
import type { Thread } from '#main/threads/thread.ts';
import { Fault } from '#shared/faults.ts';
import { guessableWords, normalPassword, passwordTrouble } from '#shared/passwords.ts';
import type { BcryptWork } from './bcrypt.worker.ts';
import { bcryptCost } from './password-work.ts';

/** Pieces of work that may wait while one is done: about three seconds of them. */
const maxWaiting = 8;

/** What each piece of work is called in figures. */
const called: { readonly [K in keyof BcryptWork]: SpanName } = {
  hash: 'accounts:password hash',
  check: 'accounts:password verify',
  isGuessable: 'accounts:password judge',
  otherSteps: 'accounts:code of another time',
};

/** Passwords, hashed and checked on a thread of their own. Every method rejects with OVERLOADED when too many wait. */
export interface Passwords {
  /** Throws OVERLOADED when a piece of work would be refused now: before a try is counted. */
  assertRoom(): void;
  /** Rejects with PASSWORD_WEAK and the reason when the policy refuses it or it is easy to guess. */
  assertStrong(name: string, password: string): Promise<void>;
  hash(password: string): Promise<string>;
  /** With null (nobody has that name) it works as long and answers false. */
  check(password: string, stored: string | null): Promise<boolean>;
  /** Time steps far from now that a wrong TOTP code would fit. */
  otherSteps(secret: string, code: string, now: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts the thread. `cost` is bcrypt's; smaller ones, and another way to start threads, are for tests alone. */
export function openPasswords(cost: number = bcryptCost, start = startThread): Passwords {
  let thread: Thread | null = null;
  let closed = false;
  let pending = 0;

  // A thread that ended is replaced by the next piece of work.
  const running = (): Thread => {
    if (thread !== null) return thread;
    const started = start('bcrypt');
    started.onExit(() => {
      if (thread === started) thread = null;
    });
    thread = started;
    return started;
  };
  const assertRoom = (): void => {
    if (closed) throw new Fault('CANCELLED', 'The console is closing.');
    if (pending > maxWaiting) throw new Fault('OVERLOADED', 'Too many people are signing in at once.');
  };
  const ask = async <K extends keyof BcryptWork>(
    method: K,
    input: Parameters<BcryptWork[K]>[0],
  ): Promise<Awaited<ReturnType<BcryptWork[K]>>> => {
    assertRoom();
    pending++;
    try {
      return (await span(called[method], () => running().call(method, input))) as Awaited<
        ReturnType<BcryptWork[K]>
      >;
    } finally {
      pending--;
    }
  };
  running();

  return {
    assertRoom,
    async assertStrong(name, password) {
      const trouble = passwordTrouble(name, password);
      if (trouble !== null) throw new Fault('PASSWORD_WEAK', trouble);
      const asked = { password: normalPassword(password), words: guessableWords(name) };
      if (await ask('isGuessable', asked)) throw new Fault('PASSWORD_WEAK', 'The password is easy to guess.');
    },
    hash: (password) => ask('hash', { password, cost }),
    check: (password, stored) => ask('check', { password, stored, cost }),
    otherSteps: (secret, code, now) => ask('otherSteps', { secret, code, now }),
    async close() {
      closed = true;
      await thread?.close();
      thread = null;
    },
  };
}
