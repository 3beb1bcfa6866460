import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { challengeFile } from './challenge.ts';
import { newPassword, recoveryAt, type Typed } from './recover.fixture.ts';
import { newRecoverySecret } from './recovery-secret.ts';

let desk: Desk;
let secret: string;
let recoveryCodes: string[];
let recoverySecret: string;
beforeEach(async () => {
  ({ desk, secret, recoveryCodes, recoverySecret } = await deskOfAda());
});
afterEach(() => desk.remove());

const handlers = () => desk.accounts.handlers;
const { ask, challenge, begin, confirm, finish, recoverTo } = recoveryAt(
  () => desk,
  () => recoverySecret,
);
const audited = (action: string) => desk.audited.filter((row) => row.action === action);
const sql = (statement: string): void => desk.sql(statement);

test('R-26: code from the folder, secret, new password, authenticator: signed in, and all that was is void', async () => {
  await desk.signIn('a', secret);
  const { token } = await handlers().createToken({ hours: 24 }, desk.call('a'));
  await desk.token('cli', token);
  await desk.password('half');
  await desk.signIn('locked', secret);
  await handlers().lock({}, desk.call('locked'));

  const states = desk.watch('r');
  const next = async () => (await states.next()).value;
  expect(await next()).toMatchObject({ phase: 'signed-out' });
  await challenge();
  const enrolled = await begin('r');
  expect(enrolled).toMatchObject({ account: 'Ada', issuer: 'LabLink Console' });
  expect(await next()).toMatchObject({ phase: 'recovering', user: null, permissions: [] });
  const kept = await confirm('r', desk.codeIn(enrolled.secret));
  expect(await next()).toMatchObject({ phase: 'recovered', permissions: [] });
  expect(desk.accounts.identities.identify('r')).toBeNull();
  // Nothing is stored before the last step: whoever works goes on working.
  expect(await desk.phase('a')).toBe('signed-in');
  const user = await finish('r');
  expect(user).toMatchObject({ name: 'Ada', role: 'administrator', recoveryCodesLeft: 10 });
  expect(await next()).toMatchObject({ phase: 'signed-in', user });

  for (const seat of ['a', 'cli', 'half', 'locked']) expect(await desk.phase(seat)).toBe('signed-out');
  expect(audited('accounts.recovered')[0]?.detail).toMatchObject({ seatsEnded: 4, tokensVoid: 1 });
  expect((await faultOf(desk.token('b', token))).code).toBe('AUTH_TOKEN');
  expect((await faultOf(desk.password('b'))).code).toBe('AUTH_FAILED');
  await desk.password('b', 'Ada', newPassword);
  desk.clock.pass(30 * second);
  expect((await faultOf(desk.code('b', desk.codeIn(secret)))).code).toBe('AUTH_CODE_WRONG');
  expect((await faultOf(desk.recovery('b', recoveryCodes[0] ?? ''))).code).toBe('AUTH_RECOVERY_WRONG');
  await desk.code('b', desk.codeIn(enrolled.secret));
  await desk.password('c', 'Ada', newPassword);
  await desk.recovery('c', kept.recoveryCodes[0] ?? '');
  expect(existsSync(join(desk.folder, challengeFile))).toBe(false);
});

test('it is recorded as the console’s own, with the name and without a secret', async () => {
  await challenge();
  await faultOf(begin('r', { challenge: '0000-0000-0000-0000' }));
  await faultOf(begin('r', { name: newPassword, secret: newRecoverySecret() }));
  const enrolled = await begin('r');
  const kept = await confirm('r', desk.codeIn(enrolled.secret));
  await finish('r');
  expect(audited('accounts.recoverFailed').map(({ who, detail, result }) => [who, detail, result])).toEqual([
    ['nobody signed in', { name: 'Ada' }, 'AUTH_RECOVERY_WRONG'],
    ['nobody signed in', { unknownName: true }, 'AUTH_RECOVERY_WRONG'],
  ]);
  expect(audited('accounts.recovered').map(({ who, seat, detail }) => [who, seat, detail])).toEqual([
    ['console', 'r', { name: 'Ada', madeAnew: false, seatsEnded: 0, tokensVoid: 0 }],
  ]);
  const said = JSON.stringify(desk.audited);
  for (const text of [newPassword, recoverySecret, kept.recoverySecret, enrolled.secret])
    expect(said).not.toContain(text);
});

test('R-26: any wrong part is refused in the same words', async () => {
  const words = new Set<string>();
  const refused = async (typed: Typed) => {
    const fault = await faultOf(begin('r', typed));
    expect(fault.code).toBe('AUTH_RECOVERY_WRONG');
    words.add(`${fault.message} ${fault.remedy}`);
  };
  await challenge();
  await refused({ challenge: 'ABCD-EFGH-JKMN-PQRS' });
  await refused({ challenge: 'x' });
  // That of another console, or one from before.
  await refused({ secret: newRecoverySecret() });
  sql(
    "INSERT INTO user SELECT 'eve', 'Eve', 'eve', 'operator', password_hash, totp_secret, 0, 0, NULL FROM user",
  );
  await refused({ name: 'EVE' });
  expect(words.size).toBe(1);
  // The code survived all of that: only the right use of it takes it.
  await begin('r');
});

test('a typing error in the secret is told before a try is counted', async () => {
  await challenge();
  const typo = recoverySecret.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (let n = 0; n < 20; n++) {
    const fault = await faultOf(begin('r', { secret: typo }));
    expect(fault).toMatchObject({ code: 'INPUT_INVALID', details: { field: 'secret' } });
  }
  await begin('r');
});

test('tries slow down, at every seat and across a restart', async () => {
  await challenge();
  const wrong = { secret: newRecoverySecret() };
  for (let n = 0; n < 5; n++)
    expect((await faultOf(begin(`seat ${n}`, wrong))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(await faultOf(begin('r'))).toMatchObject({ code: 'AUTH_WAIT', details: { waitMs: 5000 } });
  expect((await desk.state('r')).waitMs).toBe(5000);
  await desk.stop();
  await desk.start();
  await challenge('other');
  expect((await faultOf(begin('other'))).code).toBe('AUTH_WAIT');
  // Signing in has its own count.
  await desk.password('b');
  desk.clock.pass(5 * second);
  await begin('other');
  // The right one starts the count again.
  await challenge('other');
  for (let n = 0; n < 5; n++) expect((await faultOf(begin('x', wrong))).code).toBe('AUTH_RECOVERY_WRONG');
});

test('a weak password is said to be one, and takes neither the code nor a try', async () => {
  await challenge();
  for (let n = 0; n < 10; n++) {
    expect((await faultOf(begin('r', { password: 'too short' }))).code).toBe('PASSWORD_WEAK');
    expect((await faultOf(begin('r', { password: 'qwertyuiop123' }))).code).toBe('PASSWORD_WEAK');
  }
  await begin('r');
});

test('without the code and the secret nobody learns whether a password would do, or who has a name', async () => {
  await challenge();
  const weak = await faultOf(begin('r', { password: 'x', secret: newRecoverySecret() }));
  const unknown = await faultOf(begin('r', { name: 'Nobody', secret: newRecoverySecret() }));
  expect([weak.code, weak.message]).toEqual([unknown.code, unknown.message]);
});

test('the secret is replaced with it: the old one is void, the new one recovers', async () => {
  const first = await recoverTo('r');
  await finish('r');
  await challenge('s');
  expect((await faultOf(begin('s'))).code).toBe('AUTH_RECOVERY_WRONG');
  desk.clock.pass(30 * second);
  const second2 = await recoverTo('s', { secret: first.recoverySecret });
  expect(second2.recoverySecret).not.toBe(first.recoverySecret);
  await finish('s');
  expect(await desk.phase('r')).toBe('signed-out');
});

test('a disabled administrator is enabled; a new name becomes an administrator beside the others', async () => {
  sql('UPDATE user SET disabled_at = 1');
  expect((await faultOf(desk.password('b'))).code).toBe('AUTH_FAILED');
  const { recoverySecret: next } = await recoverTo('r', { name: ' ａｄａ ' });
  expect(await finish('r')).toMatchObject({ name: 'Ada' });
  await desk.password('b', 'Ada', newPassword);
  desk.clock.pass(30 * second);
  await recoverTo('s', { secret: next, name: 'Grace' });
  expect(await finish('s')).toMatchObject({ name: 'Grace', role: 'administrator' });
  expect(audited('accounts.recovered').at(-1)?.detail).toMatchObject({ name: 'Grace', madeAnew: true });
  // Ada’s seats are hers.
  expect(await desk.phase('r')).toBe('signed-in');
  await desk.password('c', 'Ada', newPassword);
});

test('the names that the records need are no names of an administrator', async () => {
  await challenge();
  for (const name of ['console', 'local:root', 'Ada (locked)'])
    expect((await faultOf(begin('r', { name }))).code).toBe('INPUT_INVALID');
});

test('somebody who is signed in, or locked, does not recover there', async () => {
  await desk.signIn('a', secret);
  await challenge('r');
  expect((await faultOf(begin('a'))).code).toBe('AUTH_EXPIRED');
  await handlers().lock({}, desk.call('a'));
  expect((await faultOf(ask('a'))).code).toBe('AUTH_EXPIRED');
});

test('asking for codes again and again slows down', async () => {
  for (let n = 0; n < 5; n++) await challenge();
  expect((await faultOf(ask('r'))).code).toBe('AUTH_WAIT');
  desk.clock.pass(2 * second);
  await challenge();
});

test('a console without accounts, without a secret, or with accounts that cannot be read, refuses and says why', async () => {
  const refusal = async () => faultOf(ask());
  sql('DELETE FROM recovery_secret');
  expect(await refusal()).toMatchObject({
    code: 'AUTH_RECOVERY_WRONG',
    message: expect.stringContaining('no recovery secret'),
  });
  await desk.stop();
  await desk.start({ options: { vault: null } });
  expect((await refusal()).code).toBe('VAULT_FAILED');
  await desk.stop();
  const broken = new Fault('DATABASE_CORRUPT', 'The database is damaged.');
  await desk.start({
    wrap: () => ({ read: () => Promise.reject(broken), write: () => Promise.reject(broken) }),
  });
  expect((await refusal()).code).toBe('DATABASE_CORRUPT');
  expect(readdirSync(desk.folder)).not.toContain(challengeFile);
  const fresh = await new Desk().start();
  try {
    const fault = await faultOf(
      (async () => fresh.accounts.handlers.recoverChallenge({}, fresh.call('r')))(),
    );
    expect(fault.message).toContain('no account yet');
  } finally {
    await fresh.remove();
  }
});

test('an administrator makes a new secret with the password; the one before is void', async () => {
  sql('DELETE FROM recovery_secret');
  await desk.signIn('a', secret);
  const renew = async (password = goodPassword) =>
    handlers().renewRecoverySecret({ password }, desk.call('a'));
  expect((await faultOf(renew('not the password'))).code).toBe('AUTH_FAILED');
  const { recoverySecret: first } = await renew();
  const { recoverySecret: second2 } = await renew();
  await challenge('r');
  expect((await faultOf(begin('r', { secret: first }))).code).toBe('AUTH_RECOVERY_WRONG');
  await begin('r', { secret: second2 });
  for (let n = 0; n < 4; n++) expect((await faultOf(renew('wrong'))).code).toBe('AUTH_FAILED');
  expect((await faultOf(renew('wrong'))).code).toBe('AUTH_FAILED');
  expect((await faultOf(renew())).code).toBe('AUTH_WAIT');
  desk.clock.pass(minute);
  await renew();
});
