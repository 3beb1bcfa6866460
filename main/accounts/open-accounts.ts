import { newest } from '#main/bridge/sources.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import { watchAvailability } from './availability.ts';
import { openChallenge } from './challenge.ts';
import { firstRun } from './first-run.ts';
import { localName } from './local-name.ts';
import { type AccountsOptions, systemClock } from './options.ts';
import { openPasswords } from './passwords.ts';
import { recover } from './recover.ts';
import { renewCodes } from './renew-codes.ts';
import { roomOf } from './room.ts';
import { Seats } from './seats.ts';
import type { Accounts } from './service.ts';
import { signIn } from './sign-in.ts';
import { stateOf, userOf } from './state.ts';
import { tokens } from './tokens.ts';
import { watchSeats } from './watch.ts';

/**
 * Opens the accounts of a console. Never rejects for a database or a vault that is broken: then the state of every seat is
 * `unavailable`, says why, and is looked at again every few seconds.
 */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const clock = options.clock ?? systemClock;
  const now = () => clock.now();
  const seats = new Seats(now, () => !availability.hasAccounts && availability.trouble === null);
  /** Windows that show the account state; what concerns all seats concerns each of them. */
  const windows = new Set<() => void>();
  const availability = watchAvailability(options.database, () => {
    for (const push of windows) push();
    seats.announceCommandLines();
  });
  const passwords = openPasswords(options.bcryptCost);
  const room = roomOf(options, availability, passwords, seats, now);
  const first = firstRun(room);
  const signing = signIn(room);
  const challenge = openChallenge(options.folder ?? options.dataFolder, now);
  const recovery = recover(room, challenge);
  const token = tokens(room);
  // What goes wrong here is kept as the trouble of every seat's state.
  await availability.anyAccount().catch(() => false);
  const endWatch = watchSeats(room, clock, challenge);

  const lock = (seat: string): void => {
    const standing = seats.at(seat);
    if (standing.phase === 'signed-in') seats.put(seat, { ...standing, phase: 'locked' });
  };
  const leave = async (seat: string, outputs: 'keep' | 'off'): Promise<void> => {
    const standing = seats.expect(seat, 'signed-in', 'locked');
    const { name } = standing.person;
    // Whoever dismisses a lock screen need not be the person it names.
    await options.onSignOut(outputs, standing.phase === 'locked' ? `${name} (locked)` : name);
    // Locked or looked at anew meanwhile, it is still the same person who leaves.
    const now = seats.at(seat);
    if ('person' in now && now.person.id === standing.person.id) seats.put(seat, null);
  };

  return {
    identities: seats.identities,
    handlers: {
      state: (_input, { seat, signal }) =>
        newest<AccountState>(signal, (push) => {
          const show = (): void => push(stateOf(room, seat));
          const end = seats.onChange((changed) => {
            if (changed === seat) show();
          });
          windows.add(show);
          show();
          return () => {
            windows.delete(show);
            end();
          };
        }),

      firstRunBegin: ({ name, password }, { seat }) => first.begin(seat, name, password),
      firstRunConfirm: ({ code }, { seat }) => first.confirm(seat, code),
      firstRunFinish: async (_input, { seat }) => userOf(await first.finish(seat)),
      firstRunCancel: (_input, { seat }) => {
        first.cancel(seat);
        return {};
      },

      signInPassword: async ({ name, password }, { seat }) => {
        await signing.password(seat, name, password);
        return {};
      },
      signInCode: async ({ code }, { seat }) => userOf(await signing.code(seat, code)),
      signInRecovery: async ({ code }, { seat }) => userOf(await signing.recovery(seat, code)),
      /** At the lock screen it lets the next person in: outputs stay as they are. */
      signInCancel: async (_input, { seat }) => {
        const { phase } = seats.at(seat);
        if (phase === 'second-factor') seats.put(seat, null);
        else if (phase === 'locked') await leave(seat, 'keep');
        return {};
      },
      unlock: async ({ password }, { seat }) => userOf(await signing.unlock(seat, password)),

      lock: (_input, { seat }) => {
        lock(seat);
        return {};
      },
      signOut: async ({ outputs }, { seat }) => {
        await leave(seat, outputs);
        return {};
      },

      recoverChallenge: async (_input, { seat }) => ({ file: await recovery.challenge(seat) }),
      recoverBegin: (typed, { seat }) => recovery.begin(seat, typed),
      recoverConfirm: ({ code }, { seat }) => recovery.confirm(seat, code),
      recoverFinish: async (_input, { seat }) => userOf(await recovery.finish(seat)),
      recoverCancel: (_input, { seat }) => {
        recovery.cancel(seat);
        return {};
      },
      renewRecoverySecret: async ({ password }, { seat }) => ({
        recoverySecret: await recovery.renewSecret(seat, password),
      }),
      renewRecoveryCodes: async ({ password }, { seat }) => ({
        recoveryCodes: await renewCodes(room, seat, password),
      }),

      createToken: ({ hours }, { seat }) => token.create(seat, hours),
      revokeTokens: async (_input, { seat }) => ({ revoked: await token.revoke(seat) }),
      signInToken: async ({ token: typed }, { seat }) => userOf(await token.signIn(seat, typed)),
    },
    lockAll() {
      recovery.drop();
      for (const [seat, { phase }] of seats.entries())
        if (phase === 'second-factor') seats.put(seat, null);
        else if (seats.commandLine(seat) === null) lock(seat);
    },
    admitLocal: (seat, osUser) => seats.admitCommandLine(seat, localName(osUser)),
    endSeat: (seat) => seats.end(seat),
    async close() {
      endWatch();
      await challenge.close();
      await passwords.close();
    },
  };
}
