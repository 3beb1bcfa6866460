import { randomUUID } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import { type Challenge, challengeFile } from './challenge.ts';
import { enrolment } from './enrolment.ts';
import { displayName, nameKey } from './names.ts';
import { provePassword } from './own-password.ts';
import { newRecoverySecret, recoverySecretMac, sameMac, tidyRecoverySecret } from './recovery-secret.ts';
import { recordSpan } from '#main/profiling/span.ts';
import type { Room } from './room.ts';
import type { Person, Standing } from './seats.ts';
import { challengeTries, codeTries, passwordTries, recoveryTries } from './throttle.ts';

const wrong = (): Fault =>
  new Fault('AUTH_RECOVERY_WRONG', 'The code, the recovery secret or the name is not right.', {
    remedy:
      'Check the code in the newest file (it works for 15 minutes), the secret of this console, and the name of an administrator.',
  });

/** Whether a seat is this person's, or is about to be. */
const concerns = (standing: Standing, userId: string): boolean =>
  ('person' in standing && standing.person.id === userId) ||
  (standing.phase === 'second-factor' && standing.userId === userId);

/** Nobody can sign in any more: whoever owns the data folder and holds the recovery secret makes an administrator anew. */
export function recover(room: Room, challenge: Challenge) {
  const { options, availability, database, passwords, seats, vault, now, admit, record } = room;
  const steps = enrolment(room, 'recovering', 'recovered');

  /** MAC of the recovery secret. Rejects when nothing can be recovered here, with the reason. */
  const secretOfConsole = async (): Promise<Uint8Array> => {
    if (!(await availability.anyAccount()))
      throw new Fault('AUTH_EXPIRED', 'This console has no account yet, so there is none to recover.', {
        remedy: 'Make the first one.',
      });
    vault();
    const mac = await database.read('recoverySecret', null);
    if (mac !== null) return mac;
    throw new Fault('AUTH_RECOVERY_WRONG', 'This console has no recovery secret: nobody has made one yet.', {
      remedy: 'Somebody who can still sign in has to. If nobody can, the accounts cannot be recovered.',
    });
  };

  return {
    /** Writes the code's file; answers with where it is. */
    async challenge(seat: string): Promise<string> {
      seats.expect(seat, 'out', 'second-factor', 'recovering', 'recovered');
      await secretOfConsole();
      await admit(seat, challengeTries);
      await challenge.renew();
      return `${options.dataFolder}/${challengeFile}`;
    },

    async begin(
      seat: string,
      typed: {
        readonly challenge: string;
        readonly secret: string;
        readonly name: string;
        readonly password: string;
      },
    ) {
      const before = seats.expect(seat, 'out', 'second-factor', 'recovering', 'recovered');
      const stored = await secretOfConsole();
      const name = displayName(typed.name);
      // Told from a wrong one by its last group alone: no guess, so not counted as one.
      const secret = tidyRecoverySecret(typed.secret);
      if (secret === null)
        throw new Fault('INPUT_INVALID', 'The recovery secret has a typing error.', {
          remedy: 'Compare it with the paper. No try was counted.',
          details: { field: 'secret' },
        });
      passwords.assertRoom();
      await admit(seat, recoveryTries);
      const user = await database.read('accountByName', { nameKey: nameKey(name) });
      const used = recoverySecretMac(vault(), secret);
      // All three are looked at, whatever became of the ones before.
      const taken = challenge.take(typed.challenge);
      const rightSecret = sameMac(stored, used);
      const rightName = user === null || user.role === 'administrator';
      if (taken === null || !rightSecret || !rightName) {
        taken?.giveBack();
        record({
          action: 'accounts.recoverFailed',
          seat,
          who: 'nobody signed in',
          // Never what was typed: people type secrets into name fields.
          detail: user === null ? { unknownName: true } : { name: user.name },
          result: 'AUTH_RECOVERY_WRONG',
        });
        throw wrong();
      }
      try {
        await database.write('accountForgive', recoveryTries.forgiveness);
        const account = {
          id: user?.id ?? randomUUID(),
          name: user?.name ?? name,
          recovery: { replaces: user !== null, usedSecret: used },
        };
        const begun = await steps.begin(seat, before, account, typed.password);
        taken.spend();
        return begun;
      } catch (error) {
        // A weak password, for one: the code is as good as before.
        taken.giveBack();
        throw error;
      }
    },

    confirm: (seat: string, code: string) => steps.confirm(seat, code),

    async finish(seat: string): Promise<Person> {
      const before = steps.confirmed(seat);
      const { recovery, id } = before.account;
      if (recovery === null) throw new TypeError('a recovery without its secret');
      const user = steps.user(before);
      const tokens = await database.write('accountRecover', {
        user,
        codes: before.macs,
        recoverySecret: before.secretMac,
        ...recovery,
      });
      // Nothing is awaited from here on until every other seat is out.
      let ended = 0;
      for (const [other, standing] of seats.entries())
        if (other !== seat && concerns(standing, id)) {
          seats.put(other, null);
          ended++;
        }
      const person: Person = {
        id,
        name: user.name,
        role: 'administrator',
        recoveryCodesLeft: before.macs.length,
      };
      const here = seats.at(seat) === before;
      if (here) seats.put(seat, { phase: 'signed-in', person });
      steps.endElsewhere(seat);
      record({
        action: 'accounts.recovered',
        seat,
        who: 'console',
        detail: { name: user.name, madeAnew: !recovery.replaces, seatsEnded: ended, tokensVoid: tokens },
      });
      // A token that one of those seats asked for in the same moment goes too, and nobody waits for tries at the old password.
      const tidied = [
        database.write('tokensRevoke', { userId: id, now: now() }),
        database.write('accountForgive', {
          clear: [...passwordTries(vault(), user.name).forgiveness.clear, ...codeTries(id).forgiveness.clear],
          back: [],
        }),
      ];
      for (const { status } of await Promise.allSettled(tidied))
        if (status === 'rejected') recordSpan('accounts:recoverTidy', 0, true);
      if (here) return person;
      throw new Fault(
        'AUTH_EXPIRED',
        'The administrator was recovered, but this window has moved on meanwhile.',
        {
          remedy: 'Sign in with the new password and the new code.',
        },
      );
    },

    cancel: (seat: string) => steps.cancel(seat),

    /** Drops recoveries that are under way: whoever comes back to the PC begins again. */
    drop(): void {
      for (const [seat] of seats.entries()) steps.cancel(seat);
    },

    /** A new recovery secret, for somebody who is signed in and knows the password. */
    async renewSecret(seat: string, password: string): Promise<string> {
      const { person } = seats.expect(seat, 'signed-in');
      await provePassword(room, seat, person.id, password);
      // The seat may have been left while the password was judged.
      const still = seats.expect(seat, 'signed-in').person;
      if (still.id !== person.id)
        throw new Fault('AUTH_EXPIRED', 'This window was used for something else meanwhile.');
      const secret = newRecoverySecret();
      await database.write('recoverySecretPut', { mac: recoverySecretMac(vault(), secret), at: now() });
      return secret;
    },
  };
}
