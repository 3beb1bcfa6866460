import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Desk, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { enrolmentStepMs } from './enrolment.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await new Desk().start();
});
afterEach(() => desk.remove());

const name = 'Ada';
const beginAt = async (seat: string, as = name, password = goodPassword) =>
  desk.accounts.handlers.firstRunBegin({ name: as, password }, desk.call(seat));
const confirmAt = async (seat: string, code: string) =>
  desk.accounts.handlers.firstRunConfirm({ code }, desk.call(seat));
const finishAt = async (seat: string) => desk.accounts.handlers.firstRunFinish({}, desk.call(seat));

test('the phases of first run, as the window sees them', async () => {
  const states = desk.watch('a');
  const next = async () => (await states.next()).value;
  expect(await next()).toMatchObject({
    phase: 'first-run',
    trouble: null,
    host: 'bench-pc',
    version: '1.2.3',
    dataFolder: '~/lablink',
    user: null,
    permissions: [],
    waitMs: 0,
  });
  const enrolment = await beginAt('a');
  expect(enrolment).toMatchObject({ issuer: 'LabLink Console', account: name });
  expect(enrolment.uri).toContain(`secret=${enrolment.secret}`);
  expect(await next()).toMatchObject({ phase: 'enrolling', permissions: [] });
  const { recoveryCodes, recoverySecret } = await confirmAt('a', desk.codeIn(enrolment.secret));
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(recoverySecret).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await next()).toMatchObject({ phase: 'codes', permissions: [] });
  expect(desk.accounts.identities.identify('a')).toBeNull();
  const user = await finishAt('a');
  expect(user).toMatchObject({ name, role: 'administrator', recoveryCodesLeft: 10 });
  expect(await next()).toMatchObject({
    phase: 'signed-in',
    user,
    permissions: expect.arrayContaining(['safety:reset']),
  });
  expect(desk.accounts.identities.identify('a')).toMatchObject({ userId: user.id, name, locked: false });
  expect(await desk.phase('another')).toBe('signed-out');
});

test('nothing is stored before the last step', async () => {
  const { secret } = await beginAt('a');
  await confirmAt('a', desk.codeIn(secret));
  expect(await desk.database.read('accountsExist', null)).toBe(false);
  await desk.stop();
  await desk.start();
  expect(await desk.phase('a')).toBe('first-run');
});

test('R-25: no file of the data folder holds the password, the secrets or a recovery code', async () => {
  const { secret, recoveryCodes, recoverySecret } = await desk.enrol();
  await desk.stop();
  const kept = readdirSync(desk.folder).map((file) =>
    readFileSync(join(desk.folder, file)).toString('latin1'),
  );
  expect(kept.join('')).toContain('hmac-sha384+bcrypt:');
  for (const text of [
    goodPassword,
    secret,
    recoverySecret,
    recoverySecret.replaceAll('-', ''),
    ...recoveryCodes,
    ...recoveryCodes.map((code) => code.replaceAll('-', '')),
  ])
    expect(kept.join('')).not.toContain(text);
  await desk.start();
});

test('the policy is held in main', async () => {
  const weak = await faultOf(beginAt('a', name, 'too short'));
  expect(weak).toMatchObject({ code: 'PASSWORD_WEAK', message: expect.stringContaining('9 characters') });
  expect((await faultOf(beginAt('a', 'Lovelace', 'lovelacelovelace'))).code).toBe('PASSWORD_WEAK');
  const guessable = await faultOf(beginAt('a', name, 'qwertyuiop123'));
  expect(guessable).toMatchObject({ code: 'PASSWORD_WEAK', message: 'The password is easy to guess.' });
  expect((await faultOf(beginAt('a', 'A\u202eda'))).code).toBe('INPUT_INVALID');
  expect(await desk.phase('a')).toBe('first-run');
});

test('a wrong code keeps the step open; the right one is taken after it', async () => {
  const { secret } = await beginAt('a');
  const right = desk.codeIn(secret);
  const wrong = right === '000000' ? '000001' : '000000';
  expect((await faultOf(confirmAt('a', wrong))).code).toBe('AUTH_CODE_WRONG');
  expect((await faultOf(confirmAt('a', 'abcdef'))).message).toBe('A code has six digits.');
  expect(await desk.phase('a')).toBe('enrolling');
  await confirmAt('a', right);
});

test('a phone whose clock is off is found out at enrolment', async () => {
  const { secret } = await beginAt('a');
  expect((await faultOf(confirmAt('a', desk.codeIn(secret, 60 * minute)))).code).toBe('AUTH_CODE_WRONG');
  desk.clock.pass(30 * second);
  const fault = await faultOf(confirmAt('a', desk.codeIn(secret, 60 * minute)));
  expect(fault).toMatchObject({ code: 'AUTH_CLOCK_OFF', details: { minutes: 60 } });
});

test('R-18: the confirming code cannot sign in, nor give a second list', async () => {
  const { secret } = await beginAt('a');
  const code = desk.codeIn(secret);
  await confirmAt('a', code);
  expect((await faultOf(confirmAt('a', code))).code).toBe('AUTH_CODE_USED');
  await finishAt('a');
  await desk.password('b');
  expect((await faultOf(desk.code('b', code))).code).toBe('AUTH_CODE_USED');
});

test('a window that lost its codes gets new ones for a new code, and only those count', async () => {
  const { secret } = await beginAt('a');
  const lost = (await confirmAt('a', desk.codeIn(secret))).recoveryCodes[0] ?? '';
  desk.clock.pass(30 * second);
  const kept = (await confirmAt('a', desk.codeIn(secret))).recoveryCodes[0] ?? '';
  await finishAt('a');
  await desk.password('b');
  expect((await faultOf(desk.recovery('b', lost))).code).toBe('AUTH_RECOVERY_WRONG');
  await desk.recovery('b', kept);
});

test('steps out of order, and steps of another window, are refused', async () => {
  expect((await faultOf(confirmAt('a', '123456'))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(finishAt('a'))).code).toBe('AUTH_EXPIRED');
  const { secret } = await beginAt('a');
  expect((await faultOf(finishAt('a'))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(confirmAt('b', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
});

test('one window at a time: the newest begins, the others are back at the beginning', async () => {
  const { secret } = await beginAt('a');
  await beginAt('b', 'Bob', 'four bent tweezers');
  expect(await desk.phase('a')).toBe('first-run');
  expect(await desk.phase('b')).toBe('enrolling');
  expect((await faultOf(confirmAt('a', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
});

test('cancelling, and waiting too long, end it with nothing stored', async () => {
  await beginAt('a');
  await desk.accounts.handlers.firstRunCancel({}, desk.call('a'));
  expect(await desk.phase('a')).toBe('first-run');
  const { secret } = await beginAt('a');
  desk.clock.pass(enrolmentStepMs + second);
  expect(await desk.phase('a')).toBe('first-run');
  expect((await faultOf(confirmAt('a', desk.codeIn(secret)))).code).toBe('AUTH_EXPIRED');
});

test('two finishes at once make one account', async () => {
  const { secret } = await beginAt('a');
  await confirmAt('a', desk.codeIn(secret));
  const ends = await Promise.allSettled([finishAt('a'), finishAt('a')]);
  const refused = ends.filter((end) => end.status === 'rejected');
  expect(refused.map(({ reason }) => reason.code)).toEqual(['ACCOUNT_EXISTS']);
  expect(await desk.phase('a')).toBe('signed-in');
});

test('once there is an account, first run is over for good', async () => {
  await desk.enrol('a');
  expect((await faultOf(beginAt('b'))).code).toBe('ACCOUNT_EXISTS');
  await desk.stop();
  await desk.start();
  expect(await desk.phase('b')).toBe('signed-out');
  expect((await faultOf(beginAt('b'))).code).toBe('ACCOUNT_EXISTS');
});

test('an account made meanwhile by another hand is not overwritten', async () => {
  const { secret } = await beginAt('a');
  await confirmAt('a', desk.codeIn(secret));
  await desk.database.write('accountCreateFirst', {
    user: {
      id: 'other',
      name: 'Bob',
      nameKey: 'bob',
      role: 'administrator',
      passwordHash: '',
      totpSecret: Uint8Array.of(1),
      totpLastStep: 0,
      createdAt: 0,
    },
    codes: [],
    recoverySecret: Uint8Array.of(1),
  });
  expect((await faultOf(finishAt('a'))).code).toBe('ACCOUNT_EXISTS');
  expect(await desk.phase('a')).toBe('signed-out');
  expect(await desk.database.read('accountByName', { nameKey: 'ada' })).toBeNull();
});
