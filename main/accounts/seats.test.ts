import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '#main/vault/open-vault.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import { Fault } from '#shared/faults.ts';
import { Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import type { AccountDatabase } from './options.ts';

let desk: Desk;
let secret: string;
let recoveryCodes: string[];
beforeEach(async () => {
  ({ desk, secret, recoveryCodes } = await deskOfAda());
  await desk.signIn('a', secret);
});
afterEach(() => desk.remove());

const unlock = async (seat: string, password = goodPassword) =>
  desk.accounts.handlers.unlock({ password }, desk.call(seat));
const signOut = async (seat: string) => desk.accounts.handlers.signOut({ outputs: 'off' }, desk.call(seat));
const lock = async (seat: string) => desk.accounts.handlers.lock({}, desk.call(seat));

test('lock takes every permission and keeps the person; the password gives them back', async () => {
  const states = desk.watch('a');
  await states.next();
  await lock('a');
  expect((await states.next()).value).toMatchObject({
    phase: 'locked',
    user: { name: 'Ada' },
    permissions: [],
  });
  expect(desk.accounts.identities.identify('a')).toMatchObject({
    locked: true,
    permissions: [],
    name: 'Ada',
  });
  expect((await faultOf(unlock('a', 'not the password'))).code).toBe('AUTH_FAILED');
  expect(await desk.phase('a')).toBe('locked');
  expect(await unlock('a')).toMatchObject({ name: 'Ada' });
  expect((await states.next()).value).toMatchObject({ phase: 'signed-in' });
  expect(desk.accounts.identities.identify('a')?.permissions.length).toBeGreaterThan(0);
});

test('unlocking is throttled', async () => {
  await lock('a');
  for (let n = 0; n < 5; n++) expect((await faultOf(unlock('a', 'wrong'))).code).toBe('AUTH_FAILED');
  expect((await faultOf(unlock('a'))).code).toBe('AUTH_WAIT');
  desk.clock.pass(2 * second);
  await unlock('a');
});

test('a seat that is not signed in cannot be unlocked', async () => {
  expect((await faultOf(unlock('b'))).code).toBe('AUTH_EXPIRED');
  await desk.password('b');
  expect((await faultOf(unlock('b'))).code).toBe('AUTH_EXPIRED');
});

test('idle seats lock, touched ones do not, and the core is told once', async () => {
  desk.idleMinutes = 10;
  await desk.signIn('b', secret);
  for (let n = 0; n < 11; n++) {
    desk.clock.pass(minute);
    desk.accounts.identities.touch('b');
  }
  expect(await desk.phase('a')).toBe('locked');
  expect(await desk.phase('b')).toBe('signed-in');
  expect(desk.idleLocks).toEqual(['a Ada']);
  const locks = desk.audited.filter(({ action }) => action === 'accounts.idleLock');
  expect(locks.map(({ action, seat, who }) => [action, seat, who])).toEqual([
    ['accounts.idleLock', 'a', 'Ada'],
  ]);
  desk.clock.pass(20 * minute);
  expect(desk.idleLocks).toEqual(['a Ada', 'b Ada']);
});

test('with 0 minutes nothing locks by itself', async () => {
  desk.clock.pass(1000 * minute);
  expect(await desk.phase('a')).toBe('signed-in');
});

test('unlocking starts the idle time again', async () => {
  desk.idleMinutes = 10;
  desk.clock.pass(11 * minute);
  await unlock('a');
  desk.clock.pass(9 * minute);
  expect(await desk.phase('a')).toBe('signed-in');
});

test('sleep locks every seat and drops half a sign-in', async () => {
  await desk.signIn('b', secret);
  await desk.password('c');
  desk.accounts.lockAll();
  expect(await desk.phase('a')).toBe('locked');
  expect(await desk.phase('b')).toBe('locked');
  expect(await desk.phase('c')).toBe('signed-out');
});

test('signing out passes on what becomes of the outputs, then leaves the seat alone', async () => {
  await desk.signIn('b', secret);
  await signOut('a');
  expect(desk.signOuts).toEqual(['off Ada']);
  expect(await desk.phase('a')).toBe('signed-out');
  expect(desk.accounts.identities.identify('a')).toBeNull();
  expect(await desk.phase('b')).toBe('signed-in');
  expect((await faultOf(signOut('a'))).code).toBe('AUTH_EXPIRED');
});

test('the next person can take a locked seat: outputs are kept, and that is passed on', async () => {
  await lock('a');
  await desk.accounts.handlers.signInCancel({}, desk.call('a'));
  expect(desk.signOuts).toEqual(['keep Ada (locked)']);
  expect(await desk.phase('a')).toBe('signed-out');
});

test('outputs that could not be switched off keep the person signed in', async () => {
  await desk.stop();
  const refuse = async () => {
    throw new Fault('SAFETY_OUTPUT_UNKNOWN', 'One output is unknown.');
  };
  await desk.start({ options: { onSignOut: refuse } });
  await desk.signIn('a', secret);
  const fault = await faultOf(signOut('a'));
  expect(fault.code).toBe('SAFETY_OUTPUT_UNKNOWN');
  expect(await desk.phase('a')).toBe('signed-in');
});

test('who signs out is out, also when the seat was locked while the outputs were switched off', async () => {
  await desk.stop();
  let off = (): void => undefined;
  const onSignOut = () =>
    new Promise<void>((resolve) => {
      off = resolve;
    });
  await desk.start({ options: { onSignOut } });
  await desk.signIn('a', secret);
  const leaving = signOut('a');
  await lock('a');
  off();
  await leaving;
  expect(await desk.phase('a')).toBe('signed-out');
});

test('changes are announced by seat, until the listener has had enough', async () => {
  const heard: string[] = [];
  const end = desk.accounts.identities.onChange((seat) => heard.push(seat));
  await lock('a');
  await unlock('a');
  expect(heard).toEqual(['a', 'a']);
  end();
  await lock('a');
  expect(heard).toHaveLength(2);
});

test('signing in at a seat that is taken is refused', async () => {
  expect((await faultOf(desk.password('a'))).code).toBe('AUTH_EXPIRED');
  await lock('a');
  expect((await faultOf(desk.password('a'))).code).toBe('AUTH_EXPIRED');
});

/** A database whose answers a test changes: the lowest interface of this room. */
const changed =
  (change: (name: string, answer: unknown) => unknown) =>
  (database: AccountDatabase): AccountDatabase => ({
    write: (name, input) => database.write(name, input),
    read: async (name, input) => change(name, await database.read(name, input)) as never,
  });

test('a person who was disabled loses the seats at the next look, and cannot come back', async () => {
  await desk.stop();
  let disabled = false;
  await desk.start({
    wrap: changed((name, answer) =>
      disabled && name.startsWith('accountBy') ? { ...(answer as object), disabledAt: 1 } : answer,
    ),
  });
  await desk.signIn('a', secret);
  await desk.signIn('b', secret);
  await lock('b');
  await desk.password('c');
  disabled = true;
  const states = desk.watch('a');
  await states.next();
  desk.clock.pass(15 * second);
  expect((await states.next()).value).toMatchObject({ phase: 'signed-out' });
  expect(desk.accounts.identities.identify('a')).toBeNull();
  expect(desk.audited.some(({ action, seat }) => action === 'accounts.seatEnded' && seat === 'a')).toBe(true);
  expect((await faultOf(desk.code('c', desk.codeIn(secret, 30 * second)))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(desk.password('d'))).message).toBe('The name or the password is not right.');
});

test('what changes about a person shows at the next look, and is nobody’s touch', async () => {
  desk.idleMinutes = 10;
  await desk.password('b');
  await desk.recovery('b', recoveryCodes[0] ?? '');
  desk.clock.pass(9 * minute + 50 * second);
  expect(await desk.state('a')).toMatchObject({ phase: 'signed-in' });
  const states = desk.watch('a');
  // The first look may have come before this window: the state it opens with is the new one then.
  let state = (await states.next()).value as AccountState;
  if (state.user?.recoveryCodesLeft !== 9) state = (await states.next()).value as AccountState;
  expect(state.user?.recoveryCodesLeft).toBe(9);
  desk.clock.pass(15 * second);
  expect(await desk.phase('a')).toBe('locked');
});

test('accounts that cannot be read are unavailable, say why, and come back by themselves', async () => {
  await desk.stop();
  let broken: Fault | null = new Fault('DATABASE_CORRUPT', 'The database is damaged.');
  await desk.start({
    wrap: (database) => ({
      read: (name, input) => (broken === null ? database.read(name, input) : Promise.reject(broken)),
      write: (name, input) => (broken === null ? database.write(name, input) : Promise.reject(broken)),
    }),
  });
  expect(await desk.state('a')).toMatchObject({
    phase: 'unavailable',
    trouble: { code: 'DATABASE_CORRUPT', message: 'The database is damaged.' },
  });
  expect((await faultOf(desk.password('a'))).code).toBe('DATABASE_CORRUPT');
  const states = desk.watch('a');
  await states.next();
  broken = null;
  desk.clock.pass(15 * second);
  expect((await states.next()).value).toMatchObject({ phase: 'signed-out', trouble: null });

  // Who is signed in stays so when the database goes; who is not sees why.
  await desk.signIn('a', secret);
  broken = new Fault('DATABASE_FAILED', 'The disk is gone.');
  expect((await faultOf(desk.password('b'))).code).toBe('DATABASE_FAILED');
  expect(await desk.phase('a')).toBe('signed-in');
  expect(await desk.phase('b')).toBe('unavailable');
  broken = null;
});

test('without the vault nobody signs in, and it says why', async () => {
  await desk.stop();
  await desk.start({ options: { vault: null } });
  expect(await desk.state('a')).toMatchObject({ phase: 'unavailable', trouble: { code: 'VAULT_FAILED' } });
  expect((await faultOf(desk.password('a'))).code).toBe('VAULT_FAILED');
});

test('another vault than the one that sealed the secret is told from a wrong code', async () => {
  await desk.stop();
  const other = new Desk();
  const vault = await openVault({ folder: other.folder, keyring: null, mayCreate: true });
  await desk.start({ options: { vault } });
  await desk.password('a');
  expect((await faultOf(desk.code('a', desk.codeIn(secret, 30 * second)))).code).toBe('VAULT_FAILED');
  await other.start();
  await other.remove();
});
