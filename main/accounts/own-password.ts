import { Fault } from '#shared/faults.ts';
import type { Room } from './room.ts';
import { passwordTries, type Tries } from './throttle.ts';
import type { StoredUser } from './user-rows.ts';

export const isActive = (user: StoredUser | null): user is StoredUser =>
  user !== null && user.disabledAt === null;

/** Whether a password is right. A try that found no room was no guess: it is not counted. */
export async function judge(
  { passwords, database }: Room,
  password: string,
  stored: string | null,
  tries: Tries,
): Promise<boolean> {
  try {
    return await passwords.check(password, stored);
  } catch (error) {
    await database.write('accountForgive', tries.notJudged);
    throw error;
  }
}

/** The account behind a seat, read anew: it may have been disabled since, which ends the seat with AUTH_EXPIRED. */
export async function currentUser(
  { database, seats }: Room,
  seat: string,
  userId: string,
): Promise<StoredUser> {
  const user = await database.read('accountById', { id: userId });
  if (isActive(user)) return user;
  seats.put(seat, null);
  throw new Fault('AUTH_EXPIRED', 'This account cannot be used any more.', {
    remedy: 'Ask an administrator.',
  });
}

/** Asks whoever sits there for the password again, counted like one at sign-in. AUTH_FAILED when it is wrong. */
export async function provePassword(
  room: Room,
  seat: string,
  userId: string,
  password: string,
): Promise<StoredUser> {
  room.passwords.assertRoom();
  const user = await currentUser(room, seat, userId);
  const tries = passwordTries(room.vault(), user.name);
  await room.admit(seat, tries);
  if (!(await judge(room, password, user.passwordHash, tries)))
    throw new Fault('AUTH_FAILED', 'The password is not right.', {
      remedy: 'Check the keyboard layout and Caps Lock, then try again.',
    });
  await room.database.write('accountForgive', tries.forgiveness);
  return user;
}
