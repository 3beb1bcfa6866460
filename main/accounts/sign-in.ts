import { Fault } from '#shared/faults.ts';
import { ClockCheck } from './clock-check.ts';
import { nameKey } from './names.ts';
import { currentUser, isActive, judge, provePassword } from './own-password.ts';
import { findRecoveryCode, recoveryMac, tidyRecoveryCode } from './recovery.ts';
import { personOf, type Room } from './room.ts';
import type { Person, Standing } from './seats.ts';
import { codeTries, passwordTries } from './throttle.ts';
import { matchStep, tidyCode } from './totp.ts';
import { type StoredUser, totpLabel } from './user-rows.ts';

/** How long the second factor is awaited after the password was right. */
export const secondFactorMs = 5 * 60_000;

/** Who tries to sign in, for the records. */
const nobody = 'nobody signed in';

/** Password, then code or recovery code. Before the second step, nothing says which part was wrong. */
export function signIn(room: Room) {
  const { database, passwords, seats, vault, now, admit, record } = room;
  /** The account whose password was right. Replaced by a recovery since, the password was that of somebody else. */
  const current = async (
    seat: string,
    before: { readonly userId: string; readonly passwordHash: string },
  ): Promise<StoredUser> => {
    const user = await currentUser(room, seat, before.userId);
    if (user.passwordHash === before.passwordHash) return user;
    seats.put(seat, null);
    throw new Fault('AUTH_EXPIRED', 'The password was changed meanwhile.');
  };
  const enter = (seat: string, before: Standing, person: Person): Person => {
    seats.move(seat, before, { phase: 'signed-in', person });
    return person;
  };

  return {
    async password(seat: string, name: string, password: string): Promise<void> {
      const before = seats.expect(seat, 'out', 'second-factor');
      passwords.assertRoom();
      const tries = passwordTries(vault(), name);
      const user = await database.read('accountByName', { nameKey: nameKey(name) });
      await admit(seat, tries);
      // The same work for a name that nobody has, so that the time does not tell.
      const right = await judge(room, password, user?.passwordHash ?? null, tries);
      const entered = right && isActive(user);
      // The account's own name, never what was typed: people type passwords into name fields, and rows stay.
      record({
        action: entered ? 'accounts.passwordRight' : 'accounts.signInFailed',
        seat,
        who: nobody,
        detail: user === null ? { unknownName: true } : { name: user.name },
        result: entered ? 'ok' : 'AUTH_FAILED',
      });
      if (!entered) throw new Fault('AUTH_FAILED', 'The name or the password is not right.');
      await database.write('accountForgive', tries.forgiveness);
      seats.move(seat, before, {
        phase: 'second-factor',
        until: now() + secondFactorMs,
        userId: user.id,
        passwordHash: user.passwordHash,
        clockCheck: new ClockCheck(),
      });
    },

    async code(seat: string, typed: string): Promise<Person> {
      const before = seats.expect(seat, 'second-factor');
      const code = tidyCode(typed);
      // Not a guess, so not counted as one.
      if (code === null) throw new Fault('AUTH_CODE_WRONG', 'A code has six digits.');
      const user = await current(seat, before);
      const tries = codeTries(user.id);
      await admit(seat, tries);
      const secret = Buffer.from(vault().open(totpLabel(user.id), user.totpSecret)).toString('ascii');
      const at = now();
      const step = matchStep(secret, code, at);
      if (step === null) {
        const clockOff = before.clockCheck.wrongCode(await passwords.otherSteps(secret, code, at), at);
        throw clockOff ?? new Fault('AUTH_CODE_WRONG', 'That is not the code of this minute.');
      }
      const accepted = await database.write('accountAcceptStep', {
        userId: user.id,
        step,
        forgive: tries.forgiveness,
      });
      if (!accepted) throw new Fault('AUTH_CODE_USED', 'That code, or a newer one, was used already.');
      return enter(seat, before, personOf(user));
    },

    async recovery(seat: string, typed: string): Promise<Person> {
      const before = seats.expect(seat, 'second-factor');
      const wrong = (): Fault =>
        new Fault('AUTH_RECOVERY_WRONG', 'That code is not on the list, or it was used already.');
      const code = tidyRecoveryCode(typed);
      if (code === null) throw wrong();
      const user = await current(seat, before);
      const tries = codeTries(user.id);
      await admit(seat, tries);
      const mac = recoveryMac(vault(), user.id, code);
      const found = findRecoveryCode(await database.read('accountCodes', { userId: user.id }), mac);
      if (found === null) throw wrong();
      const left = await database.write('accountUseCode', {
        userId: user.id,
        number: found.number,
        at: now(),
        forgive: tries.forgiveness,
      });
      if (left === null) throw wrong();
      return enter(seat, before, { ...personOf(user), recoveryCodesLeft: left });
    },

    /** The lock screen. A seat that is not locked (another of its tabs was faster) has nothing to ask. */
    async unlock(seat: string, password: string): Promise<Person> {
      const before = seats.expect(seat, 'locked', 'signed-in');
      if (before.phase === 'signed-in') return before.person;
      const user = await provePassword(room, seat, before.person.id, password);
      const person = personOf(user);
      seats.move(seat, before, { ...before, phase: 'signed-in', person });
      return person;
    },
  };
}
