import { z } from '#shared/schema.ts';
import { anyone, command, stream } from './declare.ts';
import { permissions, roles } from './permissions.ts';
import { Nothing } from './nothing.ts';

/** 1 to 64 visible characters; compared after NFKC and lower case. */
const Name = z.string().trim().min(1).max(64);
/** Bounded before it reaches any hash. The policy itself is `shared/passwords.ts`. */
const Password = z.string().min(1).max(1024);
const Code = z.string().trim().min(6).max(16);

export const User = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  recoveryCodesLeft: z.number().int(),
});
export type User = z.infer<typeof User>;

/** Where this window stands between first run and signed in. */
export const AccountState = z.object({
  /**
   * `first-run`: no account exists. `enrolling`: first run has begun in this window and waits for a TOTP code.
   * `codes`: the code matched; the recovery codes are on screen. `signed-out`. `second-factor`: the password was
   * right, a code is awaited. `recovering`, `recovered`: the recovery of a forgotten administrator, as `enrolling` and `codes`. `locked`: signed in, but only the stop works. `signed-in`. `unavailable`: the accounts
   * cannot be read (`trouble` says why); nobody can sign in, the emergency stop still works.
   */
  phase: z.enum([
    'first-run',
    'enrolling',
    'codes',
    'signed-out',
    'second-factor',
    'recovering',
    'recovered',
    'locked',
    'signed-in',
    'unavailable',
  ]),
  trouble: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
  /** Name of this computer, for the sign-in title. */
  host: z.string(),
  version: z.string(),
  /** Where everything is kept, as a person would write it (`~/.local/share/lablink`). */
  dataFolder: z.string(),
  /** Present when locked or signed in. */
  user: User.nullable(),
  permissions: z.array(z.enum(permissions)),
  /** Milliseconds of the computer's clock until the next try is allowed; 0 when one is allowed now. */
  waitMs: z.number(),
});
export type AccountState = z.infer<typeof AccountState>;

export const Enrolment = z.object({
  /** Base32, without spaces. */
  secret: z.string(),
  /** otpauth:// URI for the QR code. */
  uri: z.string(),
  issuer: z.string(),
  account: z.string(),
});

/** What a person has to put away: shown once, and stored nowhere as it is. */
export const Kept = z.object({
  /** Ten codes; each replaces the app once. */
  recoveryCodes: z.array(z.string()),
  /** For the lab's safe: makes an administrator anew when nobody can sign in any more (`recoverBegin`). */
  recoverySecret: z.string(),
});
export type Kept = z.infer<typeof Kept>;

const recovery = anyone(
  'recovery: nobody can sign in any more; needs the data folder and the recovery secret',
);

export const accounts = {
  state: stream({
    needs: anyone('account state: the window must know which screen to draw'),
    input: Nothing,
    output: AccountState,
  }),

  firstRunBegin: command({
    needs: anyone('first run: no account exists yet'),
    input: z.strictObject({ name: Name, password: Password }),
    output: Enrolment,
    // Not the name: somebody may have typed the password there. Finishing is recorded as the person's own.
    audit: [],
  }),
  /** Confirms the authenticator with a code; answers with what has to be put away, which is shown once. */
  firstRunConfirm: command({
    needs: anyone('first run: no account exists yet'),
    input: z.strictObject({ code: Code }),
    output: Kept,
    audit: [],
  }),
  /** The person has put the codes away: makes the account and signs in. Nothing is stored before this. */
  firstRunFinish: command({
    needs: anyone('first run: no account exists yet'),
    input: Nothing,
    output: User,
    audit: [],
  }),
  firstRunCancel: command({
    needs: anyone('first run: no account exists yet'),
    input: Nothing,
    output: Nothing,
    audit: [],
    always: () => true,
  }),

  signInPassword: command({
    needs: anyone('login step'),
    input: z.strictObject({ name: Name, password: Password }),
    output: Nothing,
    // Not the name, either; the accounts record it when somebody has it.
    audit: [],
  }),
  signInCode: command({
    needs: anyone('login step'),
    input: z.strictObject({ code: Code }),
    output: User,
    audit: [],
  }),
  /** Recovery: a code from the list instead of the one from the app. Needs the password first. */
  signInRecovery: command({
    needs: anyone('recovery: the second factor is lost'),
    input: z.strictObject({ code: z.string().trim().min(6).max(32) }),
    output: User,
    audit: [],
  }),
  /** Also on the lock screen: signs the person out, outputs stay as they are, so that the next one can sign in. */
  signInCancel: command({
    needs: anyone('login step'),
    input: Nothing,
    output: Nothing,
    audit: [],
    always: () => true,
  }),
  unlock: command({
    needs: anyone('login step: the lock screen asks for the password again'),
    input: z.strictObject({ password: Password }),
    output: User,
    audit: [],
  }),

  lock: command({ needs: 'session:own', input: Nothing, output: Nothing, audit: [], always: () => true }),
  /** Signing out with outputs on: they are kept on or switched off, as chosen, and the choice is recorded. */
  signOut: command({
    needs: 'session:own',
    input: z.strictObject({ outputs: z.enum(['keep', 'off']) }),
    output: Nothing,
    audit: ['outputs'],
    always: () => true,
  }),

  /**
   * The only administrator is forgotten, step 1: writes a one-time code to a file in the data folder that only the folder's
   * owner can read. Valid for 15 minutes; a new one makes the one before worthless.
   */
  recoverChallenge: command({
    needs: recovery,
    input: Nothing,
    /** Where the file is, as a person would write it. */
    output: z.object({ file: z.string() }),
    audit: [],
  }),
  /**
   * Step 2: the code from the file, the recovery secret from first run, and the name and new password of an administrator (an
   * existing one, or a new name). Then `recoverConfirm` with a code of the new authenticator entry, and `recoverFinish`.
   * Throttled like a password. AUTH_RECOVERY_WRONG does not say which part was wrong.
   */
  recoverBegin: command({
    needs: recovery,
    input: z.strictObject({
      challenge: z.string().trim().min(1).max(64),
      secret: z.string().trim().min(1).max(128),
      name: Name,
      password: Password,
    }),
    output: Enrolment,
    audit: [],
  }),
  /** Step 3: answers with new recovery codes and a new recovery secret. Nothing is stored before `recoverFinish`. */
  recoverConfirm: command({
    needs: recovery,
    input: z.strictObject({ code: Code }),
    output: Kept,
    audit: [],
  }),
  /**
   * Step 4: the administrator's password, authenticator and codes are replaced, the old recovery secret and this person's tokens are
   * void, every other seat of this person is signed out, and this window is signed in. Recorded as the console's own.
   */
  recoverFinish: command({ needs: recovery, input: Nothing, output: User, audit: [] }),
  recoverCancel: command({ needs: recovery, input: Nothing, output: Nothing, audit: [], always: () => true }),
  /** A new recovery secret; the one before is void. Asks for the password again. */
  renewRecoverySecret: command({
    needs: 'accounts:manage',
    input: z.strictObject({ password: Password }),
    output: z.object({ recoverySecret: z.string() }),
    audit: [],
  }),
  /** Ten new recovery codes of one's own; those of before are void. Asks for the password again. After a restore there are none. */
  renewRecoveryCodes: command({
    needs: 'session:own',
    input: z.strictObject({ password: Password }),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
    audit: [],
  }),

  /** A token for the command line: signs in as this person until it expires. Shown once. */
  createToken: command({
    needs: 'session:own',
    input: z.strictObject({ hours: z.number().int().min(1).max(720) }),
    output: z.object({ token: z.string(), expiresAt: z.number() }),
    audit: ['hours'],
  }),
  /** Every token of this person is void from now on. */
  revokeTokens: command({
    needs: 'session:own',
    input: Nothing,
    output: z.object({ revoked: z.number().int() }),
    audit: [],
    always: () => true,
  }),
  /** Signs in with a token of `createToken`. AUTH_TOKEN when it is expired, revoked, or none. */
  signInToken: command({
    needs: anyone('login step'),
    input: z.strictObject({ token: z.string().min(1).max(256) }),
    output: User,
    audit: [],
  }),
};
