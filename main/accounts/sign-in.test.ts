import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultShape } from '#shared/faults.ts';
import { Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { secondFactorMs } from './sign-in.ts';

let desk: Desk;
let secret: string;
let recoveryCodes: string[];
beforeEach(async () => {
  ({ desk, secret, recoveryCodes } = await deskOfAda());
});
afterEach(() => desk.remove());

const wrongCode = (right: string): string => (right === '000000' ? '000001' : '000000');

test('password, then code: the phases as the window sees them', async () => {
  const states = desk.watch('a');
  const next = async () => (await states.next()).value;
  expect(await next()).toMatchObject({ phase: 'signed-out', user: null });
  await desk.password('a', ' ａｄａ ');
  expect(await next()).toMatchObject({ phase: 'second-factor', user: null, permissions: [] });
  expect(desk.accounts.identities.identify('a')).toBeNull();
  const user = await desk.code('a', desk.codeIn(secret));
  expect(user).toMatchObject({ name: 'Ada', role: 'administrator', recoveryCodesLeft: 10 });
  expect(await next()).toMatchObject({ phase: 'signed-in', user });
});

test('R-19: a wrong password and an unknown name get the same words', async () => {
  const wrong = await faultOf(desk.password('a', 'Ada', 'not the password'));
  const unknown = await faultOf(desk.password('a', 'Nobody', goodPassword));
  expect(wrong.code).toBe('AUTH_FAILED');
  expect(faultShape(unknown)).toEqual(faultShape(wrong));
  expect(await desk.phase('a')).toBe('signed-out');
});

test('R-25: what was typed as a name reaches the trail only as the name of an account', async () => {
  await faultOf(desk.password('a', goodPassword, 'Ada'));
  await faultOf(desk.password('a', ' ａｄａ ', 'wrong'));
  await desk.password('a', 'ADA');
  expect(
    desk.audited.map(({ who, seat, action, detail, result }) => [who, seat, action, detail, result]),
  ).toEqual([
    ['nobody signed in', 'a', 'accounts.signInFailed', { unknownName: true }, 'AUTH_FAILED'],
    ['nobody signed in', 'a', 'accounts.signInFailed', { name: 'Ada' }, 'AUTH_FAILED'],
    ['nobody signed in', 'a', 'accounts.passwordRight', { name: 'Ada' }, 'ok'],
  ]);
});

test('a wrong code says so and leaves the step open', async () => {
  await desk.password('a');
  const right = desk.codeIn(secret);
  expect((await faultOf(desk.code('a', wrongCode(right)))).code).toBe('AUTH_CODE_WRONG');
  expect((await faultOf(desk.code('a', 'ABCD-EFGH'))).message).toBe('A code has six digits.');
  expect(await desk.phase('a')).toBe('second-factor');
  await desk.code('a', `${right.slice(0, 3)} ${right.slice(3)}`);
});

test.each([-30, 0, 30])('the code of %i s from now is taken', async (seconds) => {
  await desk.password('a');
  expect(await desk.code('a', desk.codeIn(secret, seconds * second))).toMatchObject({ name: 'Ada' });
});
test.each([-60, 60])('the code of %i s from now is not', async (seconds) => {
  await desk.password('a');
  expect((await faultOf(desk.code('a', desk.codeIn(secret, seconds * second)))).code).toBe('AUTH_CODE_WRONG');
});

test('R-18: a code is taken once, and an older one not after it', async () => {
  const older = desk.codeIn(secret);
  const code = desk.codeIn(secret, 30 * second);
  await desk.password('a');
  await desk.code('a', code);
  await desk.password('b');
  expect((await faultOf(desk.code('b', code))).code).toBe('AUTH_CODE_USED');
  expect((await faultOf(desk.code('b', older))).code).toBe('AUTH_CODE_USED');
  expect(await desk.phase('b')).toBe('second-factor');
});

test('R-18: of racing tries with one code exactly one wins, at two seats and at one', async () => {
  for (const seats of [
    ['a', 'b', 'c'],
    ['d', 'd', 'd'],
  ]) {
    desk.clock.pass(10 * minute);
    for (const seat of new Set(seats)) await desk.password(seat);
    const code = desk.codeIn(secret);
    const ends = await Promise.allSettled(seats.map((seat) => desk.code(seat, code)));
    const results = ends.map((end) => (end.status === 'fulfilled' ? 'in' : end.reason.code));
    expect(results.filter((result) => result === 'in')).toHaveLength(1);
    expect(results.filter((result) => result === 'AUTH_CODE_USED')).toHaveLength(2);
  }
});

test('R-18: a code stays used across a restart', async () => {
  const code = desk.codeIn(secret);
  await desk.password('a');
  await desk.code('a', code);
  await desk.stop();
  await desk.start();
  expect(await desk.phase('a')).toBe('signed-out');
  await desk.password('a');
  expect((await faultOf(desk.code('a', code))).code).toBe('AUTH_CODE_USED');
});

test('a clock that is off is reported after two of its codes, and neither is accepted', async () => {
  await desk.password('a');
  const first = desk.codeIn(secret, -7 * minute);
  expect((await faultOf(desk.code('a', first))).code).toBe('AUTH_CODE_WRONG');
  expect((await faultOf(desk.code('a', first))).code).toBe('AUTH_CODE_WRONG');
  desk.clock.pass(30 * second);
  const fault = await faultOf(desk.code('a', desk.codeIn(secret, -7 * minute)));
  expect(fault).toMatchObject({ code: 'AUTH_CLOCK_OFF', details: { minutes: -7 } });
  expect(fault.message).toContain('about 7 minutes behind the clock of this PC');
  expect(await desk.phase('a')).toBe('second-factor');
});

test('R-18: a recovery code signs in once, and tells how many are left', async () => {
  const typed = (recoveryCodes[3] ?? '').toLowerCase().replaceAll('-', ' ');
  await desk.password('a');
  expect(await desk.recovery('a', typed)).toMatchObject({ recoveryCodesLeft: 9 });
  expect(await desk.state('a')).toMatchObject({ phase: 'signed-in', user: { recoveryCodesLeft: 9 } });
  await desk.stop();
  await desk.start();
  await desk.password('b');
  const used = await faultOf(desk.recovery('b', typed));
  expect(used).toMatchObject({
    code: 'AUTH_RECOVERY_WRONG',
    message: expect.stringContaining('used already'),
  });
  const unknown = await faultOf(desk.recovery('b', '0000-0000-0000-0000'));
  expect(unknown.message).toBe(used.message);
  expect((await faultOf(desk.recovery('b', 'not a code'))).message).toBe(used.message);
  expect(await desk.recovery('b', recoveryCodes[0] ?? '')).toMatchObject({ recoveryCodesLeft: 8 });
});

test('R-18: of racing tries with one recovery code exactly one wins', async () => {
  await desk.password('a');
  await desk.password('b');
  const code = recoveryCodes[0] ?? '';
  const ends = await Promise.allSettled([desk.recovery('a', code), desk.recovery('b', code)]);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(ends.find((end) => end.status === 'rejected')?.reason.code).toBe('AUTH_RECOVERY_WRONG');
});

test('the second factor needs the password first, at this seat, not long ago', async () => {
  expect((await faultOf(desk.code('a', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(desk.recovery('a', recoveryCodes[0] ?? ''))).code).toBe('AUTH_EXPIRED');
  await desk.password('a');
  expect((await faultOf(desk.code('b', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
  const states = desk.watch('a');
  await states.next();
  desk.clock.pass(secondFactorMs + second);
  expect((await states.next()).value).toMatchObject({ phase: 'signed-out' });
  expect((await faultOf(desk.code('a', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
});

test('cancelling goes back to the name', async () => {
  await desk.password('a');
  await desk.accounts.handlers.signInCancel({}, desk.call('a'));
  expect(await desk.phase('a')).toBe('signed-out');
});

test('a code that arrives after the cancel signs nobody in', async () => {
  await desk.password('a');
  const late = faultOf(desk.code('a', desk.codeIn(secret)));
  await desk.accounts.handlers.signInCancel({}, desk.call('a'));
  expect((await late).code).toBe('AUTH_EXPIRED');
  expect(await desk.phase('a')).toBe('signed-out');
});

test('R-20: long passwords that differ only after byte 72 are told apart', async () => {
  const other = new Desk();
  await other.start();
  try {
    const long = 'three loose screws on the bench, two in the drawer and one under the scope,';
    expect(long.length).toBeGreaterThan(72);
    await other.enrol('a', 'Ada', `${long} then`);
    expect((await faultOf(other.password('b', 'Ada', `${long} them`))).code).toBe('AUTH_FAILED');
    await other.password('b', 'Ada', `${long} then`);
  } finally {
    await other.remove();
  }
});

test('one password typed composed or decomposed signs in', async () => {
  const other = new Desk();
  await other.start();
  try {
    await other.enrol('a', 'Zoë', 'Sch\u00f6ne Gr\u00fc\u00dfe vom Messplatz');
    await other.password('b', 'Zoe\u0308', 'Scho\u0308ne Gru\u0308\u00dfe vom Messplatz');
    expect(await other.phase('b')).toBe('second-factor');
  } finally {
    await other.remove();
  }
});

test('R-21: a secret moved between rows does not open', async () => {
  await desk.password('a');
  const user = await desk.database.read('accountByName', { nameKey: 'ada' });
  const { openVault } = await import('#main/vault/open-vault.ts');
  const vault = await openVault({ folder: desk.folder, keyring: null, mayCreate: false });
  expect(Buffer.from(vault.open(`totp:${user?.id}`, user?.totpSecret ?? new Uint8Array())).toString()).toBe(
    secret,
  );
  expect(() => vault.open('totp:other', user?.totpSecret ?? new Uint8Array())).toThrow(
    expect.objectContaining({ code: 'VAULT_FAILED' }),
  );
});

test('R-18: a recovery code of a person who was disabled a moment ago is not used up', async () => {
  await desk.stop();
  const disable = (at: number | null): void => desk.sql('UPDATE user SET disabled_at = ?', at);
  await desk.start({
    wrap: (database) => ({
      write: (name, input) => database.write(name, input),
      read: async (name, input) => {
        const answer = await database.read(name, input);
        // After the account was looked at, before the code is taken.
        if (name === 'accountCodes') disable(1);
        return answer;
      },
    }),
  });
  await desk.password('a');
  const code = recoveryCodes[0] ?? '';
  expect((await faultOf(desk.recovery('a', code))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(desk.accounts.identities.identify('a')).toBeNull();
  disable(null);
  const [first] = await desk.database.read('accountCodes', {
    userId: (await desk.database.read('accountByName', { nameKey: 'ada' }))?.id ?? '',
  });
  expect(first?.usedAt).toBeNull();
});

test('R-19: names that nobody has are worked on like others, until there is no room', async () => {
  await desk.stop();
  await desk.start({ options: { bcryptCost: 11 } });
  const tries = Array.from({ length: 14 }, async (_, n) =>
    faultOf(desk.password(`seat ${n}`, `Nobody ${n}`)),
  );
  const codes = (await Promise.all(tries)).map(({ code }) => code);
  expect(codes).toContain('AUTH_FAILED');
  expect(codes).toContain('OVERLOADED');
});
