import { afterEach, beforeEach, expect, test } from 'vitest';
import { rolePermissions } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';
import { Desk, deskOfAda, faultOf, goodPassword, minute } from './accounts.fixture.ts';
import { localName } from './local-name.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await new Desk().start();
});
afterEach(() => desk.remove());

const admit = (seat = 'cli', osUser = 'mira') => desk.accounts.admitLocal(seat, osUser);
const identity = (seat = 'cli') => desk.accounts.identities.identify(seat);

test('R-27: while there is no account, the command line is its owner, as an operator', async () => {
  admit();
  expect(identity()).toEqual({
    userId: 'local',
    name: 'local:mira',
    role: 'operator',
    locked: false,
    permissions: rolePermissions.operator,
  });
  expect(rolePermissions.operator).not.toContain('accounts:manage');
  expect(rolePermissions.operator).not.toContain('safety:configure');
  // Another seat is nobody.
  expect(identity('window')).toBeNull();
  expect(await desk.state('cli')).toMatchObject({ phase: 'first-run', user: null });
});

test('from the first account on it is nobody, and is told at once', async () => {
  admit();
  const heard: string[] = [];
  const end = desk.accounts.identities.onChange((seat) => {
    if (seat === 'cli') heard.push(identity(seat)?.name ?? 'nobody');
  });
  // First run from a window goes on beside it.
  await desk.enrol('window');
  expect(heard).toEqual(['nobody']);
  end();
  expect(identity()).toBeNull();
  expect(await desk.phase('cli')).toBe('signed-out');
  expect(await desk.phase('window')).toBe('signed-in');
});

test('with accounts it is nobody until it signs in', async () => {
  const { desk: other, secret } = await deskOfAda();
  try {
    other.accounts.admitLocal('cli', 'mira');
    expect(other.accounts.identities.identify('cli')).toBeNull();
    await other.signIn('cli', secret);
    expect(other.accounts.identities.identify('cli')).toMatchObject({ name: 'Ada', role: 'administrator' });
  } finally {
    await other.remove();
  }
});

test('when it cannot be told whether there are accounts, it is nobody', async () => {
  await desk.stop();
  let broken: Fault | null = new Fault('DATABASE_FAILED', 'The disk is gone.');
  await desk.start({
    wrap: (database) => ({
      read: (name, input) => (broken === null ? database.read(name, input) : Promise.reject(broken)),
      write: (name, input) => (broken === null ? database.write(name, input) : Promise.reject(broken)),
    }),
  });
  admit();
  expect(identity()).toBeNull();
  broken = null;
  desk.clock.pass(minute);
  await expect.poll(() => identity()?.name).toBe('local:mira');
});

test('it makes no token: a token belongs to an account', async () => {
  admit();
  const make = async () => desk.accounts.handlers.createToken({ hours: 1 }, desk.call('cli'));
  expect((await faultOf(make())).code).toBe('PERMISSION_DENIED');
});

test('it has no idle lock and is not locked with the PC; others are', async () => {
  const { secret } = await desk.enrol('window');
  admit();
  await desk.signIn('cli', secret);
  desk.idleMinutes = 10;
  desk.clock.pass(11 * minute);
  expect(desk.idleLocks).toEqual(['window Ada']);
  expect(await desk.phase('cli')).toBe('signed-in');
  desk.accounts.lockAll();
  expect(await desk.phase('cli')).toBe('signed-in');
  // Who asks for it is locked.
  await desk.accounts.handlers.lock({}, desk.call('cli'));
  expect(await desk.phase('cli')).toBe('locked');
});

test('when its connection ends it is forgotten: no outputs are touched, no lock is recorded', async () => {
  const { secret } = await desk.enrol('window');
  admit();
  await desk.signIn('cli', secret);
  desk.audited.length = 0;
  desk.accounts.endSeat('cli');
  expect(identity()).toBeNull();
  expect(await desk.phase('cli')).toBe('signed-out');
  expect([desk.signOuts, desk.idleLocks, desk.audited]).toEqual([[], [], []]);
  // Not the command line's any more, whoever gets that seat.
  await desk.signIn('cli', secret);
  desk.idleMinutes = 10;
  desk.clock.pass(11 * minute);
  expect(await desk.phase('cli')).toBe('locked');
});

test('what was under way when the connection ended signs nobody in', async () => {
  const { secret } = await desk.enrol('window');
  const { token } = await desk.accounts.handlers.createToken({ hours: 1 }, desk.call('window'));
  admit();
  const late = faultOf(desk.token('cli', token));
  desk.accounts.endSeat('cli');
  expect((await late).code).toBe('AUTH_EXPIRED');
  expect(identity()).toBeNull();
  // A connection that comes back under the same seat is another one.
  admit();
  const later = faultOf(desk.token('cli', token));
  desk.accounts.endSeat('cli');
  admit();
  expect((await later).code).toBe('AUTH_EXPIRED');
  const half = faultOf(desk.password('cli', 'Ada', goodPassword));
  desk.accounts.endSeat('cli');
  expect((await half).code).toBe('AUTH_EXPIRED');
  expect(secret).not.toBe('');
});

test('a first run whose connection ended makes the account, and leaves nobody signed in there', async () => {
  admit();
  const { handlers } = desk.accounts;
  const call = desk.call('cli');
  const { secret } = await handlers.firstRunBegin({ name: 'Ada', password: goodPassword }, call);
  await handlers.firstRunConfirm({ code: desk.codeIn(secret) }, call);
  const finishing = handlers.firstRunFinish({}, call);
  desk.accounts.endSeat('cli');
  await finishing;
  expect(identity()).toBeNull();
  await desk.password('window');
});

test('the name of the system’s user is shown without what cannot be seen, and not without end', () => {
  expect(localName('mira')).toBe('local:mira');
  expect(localName(' LAB\\mira \n wu ')).toBe('local:LAB\\mira wu');
  expect(localName('a\u202eb\u0007c\u2800')).toBe('local:abc');
  expect(localName('')).toBe('local:unknown');
  expect(localName('\u0000')).toBe('local:unknown');
  expect(localName('x'.repeat(10_000)).length).toBe(64);
  expect(localName('😀'.repeat(100)).endsWith('😀')).toBe(true);
});

test('nobody has an account that the records would take for the command line', async () => {
  const begin = async (name: string) =>
    desk.accounts.handlers.firstRunBegin({ name, password: goodPassword }, desk.call('a'));
  for (const name of ['local:mira', 'LOCAL: mira', 'ｌｏｃａｌ:x'])
    expect((await faultOf(begin(name))).code).toBe('INPUT_INVALID');
  await begin('localizer');
});
