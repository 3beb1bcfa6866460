import { randomUUID } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import { ClockCheck } from './clock-check.ts';
import { displayName, nameKey } from './names.ts';
import { newRecoveryCodes, recoveryMac } from './recovery.ts';
import type { Room } from './room.ts';
import type { Person } from './seats.ts';
import { matchStep, newTotpSecret, tidyCode, totpUri } from './totp.ts';

/**
 * How long first run waits for its next step: long enough to install an app or to find a printer. Nothing is stored
 * and nobody can sign in meanwhile, so there is nothing to hurry for.
 */
export const firstRunStepMs = 15 * 60_000;
/** Who the authenticator app says the codes are for. */
const issuer = 'LabLink Console';

/** The steps that make the first administrator. Nothing is stored before `finish`, and that is one write. */
export function firstRun({ availability, database, passwords, seats, vault, now }: Room) {
  const assertNoAccount = async (): Promise<void> => {
    if (await availability.anyAccount())
      throw new Fault('ACCOUNT_EXISTS', 'This console has an account already.');
  };
  /** First run happens in one window at a time: it goes back to its beginning in all others. */
  const endElsewhere = (seat: string): void => {
    for (const [other, { phase }] of seats.entries())
      if (other !== seat && (phase === 'enrolling' || phase === 'codes')) seats.put(other, null);
  };

  return {
    async begin(seat: string, typedName: string, password: string) {
      const before = seats.expect(seat, 'out', 'enrolling', 'codes');
      await assertNoAccount();
      // Now, rather than after everything was typed in: without the vault, no account can be made.
      vault();
      const name = displayName(typedName);
      await passwords.assertStrong(name, password);
      const passwordHash = await passwords.hash(password);
      const totpSecret = newTotpSecret();
      const account = { id: randomUUID(), name, passwordHash, totpSecret, clockCheck: new ClockCheck() };
      seats.move(seat, before, { phase: 'enrolling', until: now() + firstRunStepMs, account });
      endElsewhere(seat);
      return { secret: totpSecret, uri: totpUri(issuer, name, totpSecret), issuer, account: name };
    },

    /** Also answers again from `codes`, with new ones, when the window has lost those it had. */
    async confirm(seat: string, typedCode: string) {
      const before = seats.expect(seat, 'enrolling', 'codes');
      const { account } = before;
      const code = tidyCode(typedCode);
      if (code === null) throw new Fault('AUTH_CODE_WRONG', 'A code has six digits.');
      const at = now();
      const step = matchStep(account.totpSecret, code, at);
      if (step === null) {
        const clockOff = account.clockCheck.wrongCode(
          await passwords.otherSteps(account.totpSecret, code, at),
          at,
        );
        throw clockOff ?? new Fault('AUTH_CODE_WRONG', 'That is not the code of this minute.');
      }
      if (before.phase === 'codes' && step <= before.step)
        throw new Fault('AUTH_CODE_USED', 'That code was used already.');
      const recoveryCodes = newRecoveryCodes();
      const macs = recoveryCodes.map((recoveryCode) => recoveryMac(vault(), account.id, recoveryCode));
      seats.move(seat, before, { phase: 'codes', until: now() + firstRunStepMs, account, step, macs });
      return { recoveryCodes };
    },

    async finish(seat: string): Promise<Person> {
      const before = seats.expect(seat, 'codes');
      const { account, macs, step } = before;
      const role = 'administrator';
      try {
        await database.write('accountCreateFirst', {
          user: {
            id: account.id,
            name: account.name,
            nameKey: nameKey(account.name),
            role,
            passwordHash: account.passwordHash,
            totpSecret: vault().seal(`totp:${account.id}`, Buffer.from(account.totpSecret, 'ascii')),
            totpLastStep: step,
            createdAt: now(),
          },
          codes: macs,
        });
      } catch (error) {
        if (error instanceof Fault && error.code === 'ACCOUNT_EXISTS') {
          availability.foundAccount();
          if (seats.at(seat) === before) seats.put(seat, null);
        }
        throw error;
      }
      const person: Person = { id: account.id, name: account.name, role, recoveryCodesLeft: macs.length };
      // The account is made: a cancel that came meanwhile came too late, and the person may well sign in.
      seats.put(seat, { phase: 'signed-in', person });
      availability.foundAccount();
      endElsewhere(seat);
      return person;
    },

    cancel(seat: string): void {
      const { phase } = seats.at(seat);
      if (phase === 'enrolling' || phase === 'codes') seats.put(seat, null);
    },
  };
}
