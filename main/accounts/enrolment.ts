import { Fault } from '#shared/faults.ts';
import type { Kept } from '#shared/contract/accounts.ts';
import { ClockCheck } from './clock-check.ts';
import { nameKey } from './names.ts';
import { newRecoveryCodes, recoveryMac } from './recovery.ts';
import { newRecoverySecret, recoverySecretMac } from './recovery-secret.ts';
import type { Room } from './room.ts';
import type { NewAccount, Standing } from './seats.ts';
import { matchStep, newTotpSecret, tidyCode, totpUri } from './totp.ts';
import { type NewUser, totpLabel } from './user-rows.ts';

/**
 * How long each step waits for the next one: long enough to install an app or to find a printer. Nothing is stored
 * and nobody can sign in meanwhile, so there is nothing to hurry for.
 */
export const enrolmentStepMs = 15 * 60_000;
/** Who the authenticator app says the codes are for. */
const issuer = 'LabLink Console';

/** Confirmed, and what has to be put away is on the screen. */
export type Confirmed = Standing & { readonly phase: 'codes' | 'recovered' };

/**
 * An administrator's password, authenticator, codes and recovery secret, step by step: of first run and of a recovery. Nothing is
 * stored here; whoever ends it does that.
 */
export function enrolment(
  { passwords, seats, vault, now }: Room,
  asked: 'enrolling' | 'recovering',
  confirmed: 'codes' | 'recovered',
) {
  /** In one window at a time: it goes back to its beginning in all others. */
  const endElsewhere = (seat: string): void => {
    for (const [other, { phase }] of seats.entries())
      if (other !== seat && (phase === asked || phase === confirmed)) seats.put(other, null);
  };

  return {
    /** PASSWORD_WEAK, or the key for the authenticator. `name` is the one that is shown. */
    async begin(
      seat: string,
      before: Standing,
      { id, name, recovery }: Pick<NewAccount, 'id' | 'name' | 'recovery'>,
      password: string,
    ) {
      await passwords.assertStrong(name, password);
      const passwordHash = await passwords.hash(password);
      const totpSecret = newTotpSecret();
      const account = { id, name, recovery, passwordHash, totpSecret, clockCheck: new ClockCheck() };
      seats.move(seat, before, { phase: asked, until: now() + enrolmentStepMs, account });
      endElsewhere(seat);
      return { secret: totpSecret, uri: totpUri(issuer, name, totpSecret), issuer, account: name };
    },

    /** Also answers again when it was confirmed before, with new ones: the window may have lost those it had. */
    async confirm(seat: string, typedCode: string): Promise<Kept> {
      const before = seats.expect(seat, asked, confirmed);
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
      if ('step' in before && step <= before.step)
        throw new Fault('AUTH_CODE_USED', 'That code was used already.');
      const recoveryCodes = newRecoveryCodes();
      const recoverySecret = newRecoverySecret();
      seats.move(seat, before, {
        phase: confirmed,
        until: now() + enrolmentStepMs,
        account,
        step,
        macs: recoveryCodes.map((recoveryCode) => recoveryMac(vault(), account.id, recoveryCode)),
        secretMac: recoverySecretMac(vault(), recoverySecret),
      });
      return { recoveryCodes, recoverySecret };
    },

    /** The seat's standing when it is ready to be stored; AUTH_EXPIRED otherwise. */
    confirmed: (seat: string): Confirmed => seats.expect(seat, confirmed) as Confirmed,

    /** The administrator as it is stored. */
    user: ({ account, step }: Confirmed): NewUser => ({
      id: account.id,
      name: account.name,
      nameKey: nameKey(account.name),
      role: 'administrator',
      passwordHash: account.passwordHash,
      totpSecret: vault().seal(totpLabel(account.id), Buffer.from(account.totpSecret, 'ascii')),
      totpLastStep: step,
      createdAt: now(),
    }),

    endElsewhere,

    cancel(seat: string): void {
      const { phase } = seats.at(seat);
      if (phase === asked || phase === confirmed) seats.put(seat, null);
    },
  };
}
