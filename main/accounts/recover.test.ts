import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { challengeFile, challengeMs } from './challenge.ts';
import { enrolmentStepMs } from './enrolment.ts';
import { newRecoverySecret } from './recovery-secret.ts';

const newPassword = 'nine copper teapots sleep';
let desk: Desk;
let secret: string;
let recoveryCodes: string[];
let recoverySecret: string;
beforeEach(async () => {
  ({ desk, secret, recoveryCodes, recoverySecret } = await deskOfAda());
});
afterEach(() => desk.remove());

const handlers = () => desk.accounts.handlers;
const codeInFile = (): string => {
  const file = join(desk.folder, challengeFile);
  return (existsSync(file) && /^Code: (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]) || 'no code';
};
const challenge = async (seat = 'r'): Promise<string> => {
  expect(await handlers().recoverChallenge({}, desk.call(seat))).toEqual({
    file: '~/lablink/recovery-challenge.txt',
  });
  return codeInFile();
};
interface Typed {
  challenge?: string;
  secret?: string;
  name?: string;
  password?: string;
}
const beginAt = async (seat: string, typed: Typed = {}) =>
  handlers().recoverBegin(
    { challenge: codeInFile(), secret: recoverySecret, name: 'Ada', password: newPassword, ...typed },
    desk.call(seat),
  );
const confirmAt = async (seat: string, code: string) => handlers().recoverConfirm({ code }, desk.call(seat));
const finishAt = async (seat: string) => handlers().recoverFinish({}, desk.call(seat));
/** Up to what is put away. */
const recoverTo = async (seat = 'r', typed: Typed = {}) => {
  await challenge(seat);
  const enrolled = await beginAt(seat, typed);
  const kept = await confirmAt(seat, desk.codeIn(enrolled.secret));
  return { totp: enrolled.secret, ...kept };
};
const audited = (action: string) => desk.audited.filter((row) => row.action === action);
const sql = (statement: string): void => desk.sql(statement);

test('code from the folder, secret, new password, authenticator: signed in, and all that was is void', async () => {
  await desk.signIn('a', secret);
  const { token } = await handlers().createToken({ hours: 24 }, desk.call('a'));
  await handlers().signInToken({ token }, desk.call('cli'));
  await desk.password('half');
  await desk.signIn('locked', secret);
  await handlers().lock({}, desk.call('locked'));

  const states = desk.watch('r');
  const next = async () => (await states.next()).value;
  expect(await next()).toMatchObject({ phase: 'signed-out' });
  await challenge();
  const enrolled = await beginAt('r');
  expect(enrolled).toMatchObject({ account: 'Ada', issuer: 'LabLink Console' });
  expect(await next()).toMatchObject({ phase: 'recovering', user: null, permissions: [] });
  const kept = await confirmAt('r', desk.codeIn(enrolled.secret));
  expect(await next()).toMatchObject({ phase: 'recovered', permissions: [] });
  expect(desk.accounts.identities.identify('r')).toBeNull();
  // Nothing is stored before the last step: whoever works goes on working.
  expect(await desk.phase('a')).toBe('signed-in');
  const user = await finishAt('r');
  expect(user).toMatchObject({ name: 'Ada', role: 'administrator', recoveryCodesLeft: 10 });
  expect(await next()).toMatchObject({ phase: 'signed-in', user });

  for (const seat of ['a', 'cli', 'half', 'locked']) expect(await desk.phase(seat)).toBe('signed-out');
  expect((await faultOf(handlers().signInToken({ token }, desk.call('b')))).code).toBe('AUTH_TOKEN');
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
  await faultOf(beginAt('r', { challenge: '0000-0000-0000-0000' }));
  await faultOf(beginAt('r', { name: newPassword, secret: newRecoverySecret() }));
  const enrolled = await beginAt('r');
  const kept = await confirmAt('r', desk.codeIn(enrolled.secret));
  await finishAt('r');
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

test('any wrong part is refused in the same words', async () => {
  const words = new Set<string>();
  const refused = async (typed: Typed) => {
    const fault = await faultOf(beginAt('r', typed));
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
  await beginAt('r');
});

test('a typing error in the secret is told before a try is counted', async () => {
  await challenge();
  const typo = recoverySecret.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (let n = 0; n < 20; n++) {
    const fault = await faultOf(beginAt('r', { secret: typo }));
    expect(fault).toMatchObject({ code: 'INPUT_INVALID', details: { field: 'secret' } });
  }
  await beginAt('r');
});

test('tries slow down, at every seat and across a restart', async () => {
  await challenge();
  const wrong = { secret: newRecoverySecret() };
  for (let n = 0; n < 5; n++)
    expect((await faultOf(beginAt(`seat ${n}`, wrong))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(await faultOf(beginAt('r'))).toMatchObject({ code: 'AUTH_WAIT', details: { waitMs: 5000 } });
  expect((await desk.state('r')).waitMs).toBe(5000);
  await desk.stop();
  await desk.start();
  await challenge('other');
  expect((await faultOf(beginAt('other'))).code).toBe('AUTH_WAIT');
  // Signing in has its own count.
  await desk.password('b');
  desk.clock.pass(5 * second);
  await beginAt('other');
  // The right one starts the count again.
  await challenge('other');
  for (let n = 0; n < 5; n++) expect((await faultOf(beginAt('x', wrong))).code).toBe('AUTH_RECOVERY_WRONG');
});

test('parallel tries cannot slip past', async () => {
  await challenge();
  const wrong = { secret: newRecoverySecret() };
  const faults = await Promise.all(Array.from({ length: 8 }, (_, n) => faultOf(beginAt(`seat ${n}`, wrong))));
  expect(faults.filter(({ code }) => code === 'AUTH_RECOVERY_WRONG')).toHaveLength(5);
  expect(faults.filter(({ code }) => code === 'AUTH_WAIT')).toHaveLength(3);
});

test('the code works once, within 15 minutes, in the console that wrote it', async () => {
  const used = await challenge();
  await beginAt('r');
  expect((await faultOf(beginAt('s', { challenge: used }))).code).toBe('AUTH_RECOVERY_WRONG');
  const late = await challenge('s');
  desk.clock.pass(challengeMs);
  expect((await faultOf(beginAt('s', { challenge: late }))).code).toBe('AUTH_RECOVERY_WRONG');
  const before = await challenge('s');
  await desk.stop();
  await desk.start();
  expect((await faultOf(beginAt('s', { challenge: before }))).code).toBe('AUTH_RECOVERY_WRONG');
});

test('of racing tries with one code exactly one goes on', async () => {
  const code = await challenge();
  const ends = await Promise.allSettled(
    ['r', 's', 't'].map(async (seat) => beginAt(seat, { challenge: code })),
  );
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a weak password is said to be one, and takes neither the code nor a try', async () => {
  await challenge();
  for (let n = 0; n < 10; n++) {
    expect((await faultOf(beginAt('r', { password: 'too short' }))).code).toBe('PASSWORD_WEAK');
    expect((await faultOf(beginAt('r', { password: 'qwertyuiop123' }))).code).toBe('PASSWORD_WEAK');
  }
  await beginAt('r');
});

test('without the code and the secret nobody learns whether a password would do, or who has a name', async () => {
  await challenge();
  const weak = await faultOf(beginAt('r', { password: 'x', secret: newRecoverySecret() }));
  const unknown = await faultOf(beginAt('r', { name: 'Nobody', secret: newRecoverySecret() }));
  expect([weak.code, weak.message]).toEqual([unknown.code, unknown.message]);
});

test('the secret is replaced with it: the old one is void, the new one recovers', async () => {
  const first = await recoverTo('r');
  await finishAt('r');
  await challenge('s');
  expect((await faultOf(beginAt('s'))).code).toBe('AUTH_RECOVERY_WRONG');
  desk.clock.pass(30 * second);
  const second2 = await recoverTo('s', { secret: first.recoverySecret });
  expect(second2.recoverySecret).not.toBe(first.recoverySecret);
  await finishAt('s');
  expect(await desk.phase('r')).toBe('signed-out');
});

test('two who recover at once: the second one changes nothing', async () => {
  await recoverTo('r');
  const ends = await Promise.allSettled([finishAt('r'), finishAt('r')]);
  const refused = ends.filter((end) => end.status === 'rejected');
  expect(refused.map(({ reason }) => reason.code)).toEqual(['AUTH_RECOVERY_WRONG']);
  expect(await desk.phase('r')).toBe('signed-in');
});

test('one window at a time: the newest goes on, the others are back at the beginning', async () => {
  const { totp } = await recoverTo('r');
  await challenge('s');
  await beginAt('s');
  expect(await desk.phase('r')).toBe('signed-out');
  expect((await faultOf(finishAt('r'))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(confirmAt('r', desk.codeIn(totp)))).code).toBe('AUTH_EXPIRED');
});

test('a secret that was renewed meanwhile, and a name that became somebody else’s, stop the last step', async () => {
  await desk.signIn('a', secret);
  await recoverTo('r');
  await handlers().renewRecoverySecret({ password: goodPassword }, desk.call('a'));
  expect((await faultOf(finishAt('r'))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(await desk.phase('a')).toBe('signed-in');
  await desk.password('b');
});

test('a role that was taken away meanwhile is not given back', async () => {
  await recoverTo('r');
  sql("UPDATE user SET role = 'operator'");
  expect((await faultOf(finishAt('r'))).code).toBe('AUTH_RECOVERY_WRONG');
  expect((await desk.database.read('accountByName', { nameKey: 'ada' }))?.role).toBe('operator');
});

test('nothing changes when the last step fails in the middle', async () => {
  await recoverTo('r');
  sql(
    `CREATE TRIGGER no_code BEFORE INSERT ON recovery_code WHEN NEW.number = 7 BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  expect((await faultOf(finishAt('r'))).code).toBe('DATABASE_FAILED');
  sql('DROP TRIGGER no_code');
  await desk.signIn('b', secret);
  await desk.password('c');
  await desk.recovery('c', recoveryCodes[0] ?? '');
});

test('a disabled administrator is enabled; a new name becomes an administrator beside the others', async () => {
  sql('UPDATE user SET disabled_at = 1');
  expect((await faultOf(desk.password('b'))).code).toBe('AUTH_FAILED');
  const { recoverySecret: next } = await recoverTo('r', { name: ' ａｄａ ' });
  expect(await finishAt('r')).toMatchObject({ name: 'Ada' });
  await desk.password('b', 'Ada', newPassword);
  desk.clock.pass(30 * second);
  await recoverTo('s', { secret: next, name: 'Grace' });
  expect(await finishAt('s')).toMatchObject({ name: 'Grace', role: 'administrator' });
  expect(audited('accounts.recovered').at(-1)?.detail).toMatchObject({ name: 'Grace', madeAnew: true });
  // Ada’s seats are hers.
  expect(await desk.phase('r')).toBe('signed-in');
  await desk.password('c', 'Ada', newPassword);
});

test('the names that the records need are no names of an administrator', async () => {
  await challenge();
  for (const name of ['console', 'local:root', 'Ada (locked)'])
    expect((await faultOf(beginAt('r', { name }))).code).toBe('INPUT_INVALID');
});

test('half a sign-in with the old password is not finished after it', async () => {
  await desk.stop();
  let hold: (() => Promise<void>) | null = null;
  await desk.start({
    wrap: (database) => ({
      write: async (name, input) => {
        if (name === 'accountForgive') await hold?.();
        return database.write(name, input);
      },
      read: (name, input) => database.read(name, input),
    }),
  });
  await recoverTo('r');
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  hold = async () => {
    hold = null;
    reach();
    await released;
  };
  // The old password was right a moment before the recovery ends.
  const late = desk.password('late');
  await reached;
  await finishAt('r');
  release();
  await late;
  expect(await desk.phase('late')).toBe('second-factor');
  expect((await faultOf(desk.code('late', '123456'))).message).toContain('password was changed');
  expect(await desk.phase('late')).toBe('signed-out');
});

test('a token asked for in the moment of the recovery is void as well', async () => {
  await desk.signIn('a', secret);
  await recoverTo('r');
  const finishing = finishAt('r');
  const made = handlers().createToken({ hours: 1 }, desk.call('a'));
  await finishing;
  const { token } = await made;
  expect((await faultOf(handlers().signInToken({ token }, desk.call('b')))).code).toBe('AUTH_TOKEN');
});

test('cancelling, sleeping and waiting too long end it with nothing stored', async () => {
  await recoverTo('r');
  await handlers().recoverCancel({}, desk.call('r'));
  expect(await desk.phase('r')).toBe('signed-out');
  desk.clock.pass(30 * second);
  await recoverTo('r');
  desk.accounts.lockAll();
  expect(await desk.phase('r')).toBe('signed-out');
  desk.clock.pass(30 * second);
  await recoverTo('r');
  desk.clock.pass(enrolmentStepMs);
  expect(await desk.phase('r')).toBe('signed-out');
  expect((await faultOf(finishAt('r'))).code).toBe('AUTH_EXPIRED');
  await desk.signIn('a', secret);
});

test('a window that left while it was stored is told so; the administrator is recovered', async () => {
  await recoverTo('r');
  const finishing = faultOf(finishAt('r'));
  await handlers().recoverCancel({}, desk.call('r'));
  expect(await finishing).toMatchObject({
    code: 'AUTH_EXPIRED',
    message: expect.stringContaining('recovered'),
  });
  expect(await desk.phase('r')).toBe('signed-out');
  await desk.password('r', 'Ada', newPassword);
});

test('somebody who is signed in, or locked, does not recover there', async () => {
  await desk.signIn('a', secret);
  await challenge('r');
  expect((await faultOf(beginAt('a'))).code).toBe('AUTH_EXPIRED');
  await handlers().lock({}, desk.call('a'));
  expect((await faultOf((async () => handlers().recoverChallenge({}, desk.call('a')))())).code).toBe(
    'AUTH_EXPIRED',
  );
});

test('asking for codes again and again slows down', async () => {
  for (let n = 0; n < 5; n++) await challenge();
  expect((await faultOf((async () => handlers().recoverChallenge({}, desk.call('r')))())).code).toBe(
    'AUTH_WAIT',
  );
  desk.clock.pass(2 * second);
  await challenge();
});

test('a console without accounts, without a secret, or with accounts that cannot be read, refuses and says why', async () => {
  const ask = async () => faultOf((async () => handlers().recoverChallenge({}, desk.call('r')))());
  sql('DELETE FROM recovery_secret');
  expect(await ask()).toMatchObject({
    code: 'AUTH_RECOVERY_WRONG',
    message: expect.stringContaining('no recovery secret'),
  });
  await desk.stop();
  await desk.start({ options: { vault: null } });
  expect((await ask()).code).toBe('VAULT_FAILED');
  await desk.stop();
  const broken = new Fault('DATABASE_CORRUPT', 'The database is damaged.');
  await desk.start({
    wrap: () => ({ read: () => Promise.reject(broken), write: () => Promise.reject(broken) }),
  });
  expect((await ask()).code).toBe('DATABASE_CORRUPT');
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
  expect((await faultOf(beginAt('r', { secret: first }))).code).toBe('AUTH_RECOVERY_WRONG');
  await beginAt('r', { secret: second2 });
  for (let n = 0; n < 4; n++) expect((await faultOf(renew('wrong'))).code).toBe('AUTH_FAILED');
  expect((await faultOf(renew('wrong'))).code).toBe('AUTH_FAILED');
  expect((await faultOf(renew())).code).toBe('AUTH_WAIT');
  desk.clock.pass(minute);
  await renew();
});
