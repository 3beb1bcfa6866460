import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, deskOfAda, faultOf, goodPassword } from './accounts.fixture.ts';

let desk: Desk;
let secret: string;
let old: readonly string[];
beforeEach(async () => {
  ({ desk, secret, recoveryCodes: old } = await deskOfAda());
});
afterEach(() => desk.remove());

const renew = (password = goodPassword) =>
  (async () => desk.accounts.handlers.renewRecoveryCodes({ password }, desk.call('a')))();
const recover = (seat: string, code: string) =>
  (async () => desk.accounts.handlers.signInRecovery({ code }, desk.call(seat)))();

test('with the password: ten new ones, the seat knows, and those of before are void', async () => {
  await desk.signIn('a', secret);
  const { recoveryCodes: codes } = await renew();
  expect(new Set([...codes, ...old]).size).toBe(20);
  await desk.password('b');
  expect((await faultOf(recover('b', old[0]!))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(await recover('b', codes[0]!)).toMatchObject({ recoveryCodesLeft: 9 });
  const again = await renew();
  expect(again.recoveryCodes).not.toContain(codes[1]);
});

test('with a wrong password, signed out, or with a token: nothing is made', async () => {
  expect((await faultOf(renew())).code).toBe('AUTH_EXPIRED');
  await desk.signIn('a', secret);
  expect((await faultOf(renew('not the password'))).code).toBe('AUTH_FAILED');
  const { token } = await desk.accounts.handlers.createToken({ hours: 1 }, desk.call('a'));
  await desk.accounts.handlers.signInToken({ token }, desk.call('t'));
  const withToken = (async () =>
    desk.accounts.handlers.renewRecoveryCodes({ password: goodPassword }, desk.call('t')))();
  expect((await faultOf(withToken)).code).toBe('PERMISSION_DENIED');
  await desk.password('b');
  expect(await recover('b', old[0]!)).toMatchObject({ recoveryCodesLeft: 9 });
});
