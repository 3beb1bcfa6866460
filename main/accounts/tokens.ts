import { randomBytes, randomUUID } from 'node:crypto';
import { span } from '#main/profiling/span.ts';
import { Fault } from '#shared/faults.ts';
import { isActive } from './own-password.ts';
import { personOf, type Room } from './room.ts';
import type { Person } from './seats.ts';
import { tokenTries } from './throttle.ts';

/** Live tokens that one person may have. */
export const mostTokens = 20;
const hourMs = 60 * 60_000;
/** How much a clock may be corrected backwards before a token is taken for one from the future. */
const correctionMs = 60_000;

/** Says in a file or a log what this is, so that scanners for leaked secrets find it. */
const mark = 'llt_';
/** 32 random bytes. */
const form = /^llt_[\w-]{43}$/;

const refused = (): Fault =>
  new Fault('AUTH_TOKEN', 'This token is not good, or not any more: it expired, was made void, or is none.');

/** Tokens of the command line. What is stored of one is a MAC under the vault: a copy of the database signs nobody in. */
export function tokens({ database, seats, vault, now, admit, record }: Room) {
  const macOf = (token: string): Uint8Array => vault().mac('token', Buffer.from(token, 'ascii'));

  return {
    /** A new token of whoever is signed in there. A token makes none: it would never end. */
    async create(seat: string, hours: number): Promise<{ token: string; expiresAt: number }> {
      const standing = seats.at(seat);
      if (standing.phase !== 'signed-in' || standing.token !== undefined)
        throw new Fault(
          'PERMISSION_DENIED',
          'Only somebody who signed in with a password can make a token.',
          {
            remedy: 'Sign in with the password and the code, then make one.',
          },
        );
      const token = mark + randomBytes(32).toString('base64url');
      const createdAt = now();
      const expiresAt = createdAt + hours * hourMs;
      const made = await database.write('tokenCreate', {
        id: randomUUID(),
        userId: standing.person.id,
        mac: macOf(token),
        createdAt,
        expiresAt,
        most: mostTokens,
      });
      if (made) return { token, expiresAt };
      throw new Fault('AUTH_TOKEN', `There are ${mostTokens} tokens of ${standing.person.name} already.`, {
        remedy: 'Make them void, or wait until one has expired.',
      });
    },

    /** Makes every token of this person void, and takes the seats of those who signed in with one. Answers with how many. */
    async revoke(seat: string): Promise<number> {
      const { person } = seats.expect(seat, 'signed-in');
      const revoked = await database.write('tokensRevoke', { userId: person.id, now: now() });
      for (const [other, standing] of seats.entries())
        if ('token' in standing && standing.person.id === person.id) seats.put(other, null);
      return revoked;
    },

    async signIn(seat: string, typed: string): Promise<Person> {
      const before = seats.expect(seat, 'out', 'second-factor');
      const token = typed.trim();
      if (!form.test(token)) throw refused();
      const tries = tokenTries(vault(), seat);
      await admit(seat, tries);
      const at = now();
      // Looked up by a MAC under a key that no guesser has: how long that takes says nothing about a token.
      const found = await span('accounts:token verify', () =>
        database.write('tokenUse', { mac: macOf(token), now: at, forgive: tries.forgiveness }),
      );
      if (found === null) throw refused();
      const { user } = found;
      const fromTheFuture = found.token.createdAt > at + correctionMs;
      if (fromTheFuture || !isActive(user)) {
        record({
          action: 'accounts.tokenRefused',
          seat,
          who: 'nobody signed in',
          detail: { name: user.name, ...(fromTheFuture ? { clockSetBack: true } : { disabled: true }) },
          result: 'AUTH_TOKEN',
        });
        throw refused();
      }
      const person = personOf(user);
      const { id, expiresAt } = found.token;
      seats.move(seat, before, { phase: 'signed-in', person, until: expiresAt, token: id });
      return person;
    },
  };
}
