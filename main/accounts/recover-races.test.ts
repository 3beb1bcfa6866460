import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, deskOfAda, faultOf, goodPassword, second } from './accounts.fixture.ts';
import { challengeMs } from './challenge.ts';
import { enrolmentStepMs } from './enrolment.ts';
import { newPassword, recoveryAt } from './recover.fixture.ts';
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
const { challenge, begin, confirm, finish, recoverTo } = recoveryAt(
  () => desk,
  () => recoverySecret,
);
const sql = (statement: string): void => desk.sql(statement);

test('parallel tries cannot slip past', async () => {
  await challenge();
  const wrong = { secret: newRecoverySecret() };
  const faults = await Promise.all(Array.from({ length: 8 }, (_, n) => faultOf(begin(`seat ${n}`, wrong))));
  expect(faults.filter(({ code }) => code === 'AUTH_RECOVERY_WRONG')).toHaveLength(5);
  expect(faults.filter(({ code }) => code === 'AUTH_WAIT')).toHaveLength(3);
});

test('the code works once, within 15 minutes, in the console that wrote it', async () => {
  const used = await challenge();
  await begin('r');
  expect((await faultOf(begin('s', { challenge: used }))).code).toBe('AUTH_RECOVERY_WRONG');
  const late = await challenge('s');
  desk.clock.pass(challengeMs);
  expect((await faultOf(begin('s', { challenge: late }))).code).toBe('AUTH_RECOVERY_WRONG');
  const before = await challenge('s');
  await desk.stop();
  await desk.start();
  expect((await faultOf(begin('s', { challenge: before }))).code).toBe('AUTH_RECOVERY_WRONG');
});

test('of racing tries with one code exactly one goes on', async () => {
  const code = await challenge();
  const ends = await Promise.allSettled(
    ['r', 's', 't'].map(async (seat) => begin(seat, { challenge: code })),
  );
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('two who recover at once: the second one changes nothing', async () => {
  await recoverTo('r');
  const ends = await Promise.allSettled([finish('r'), finish('r')]);
  const refused = ends.filter((end) => end.status === 'rejected');
  expect(refused.map(({ reason }) => reason.code)).toEqual(['AUTH_RECOVERY_WRONG']);
  expect(await desk.phase('r')).toBe('signed-in');
});

test('one window at a time: the newest goes on, the others are back at the beginning', async () => {
  const { totp } = await recoverTo('r');
  await challenge('s');
  await begin('s');
  expect(await desk.phase('r')).toBe('signed-out');
  expect((await faultOf(finish('r'))).code).toBe('AUTH_EXPIRED');
  expect((await faultOf(confirm('r', desk.codeIn(totp)))).code).toBe('AUTH_EXPIRED');
});

test('a secret that was renewed meanwhile, and a name that became somebody else’s, stop the last step', async () => {
  await desk.signIn('a', secret);
  await recoverTo('r');
  await handlers().renewRecoverySecret({ password: goodPassword }, desk.call('a'));
  expect((await faultOf(finish('r'))).code).toBe('AUTH_RECOVERY_WRONG');
  expect(await desk.phase('a')).toBe('signed-in');
  await desk.password('b');
});

test('a role that was taken away meanwhile is not given back', async () => {
  await recoverTo('r');
  sql("UPDATE user SET role = 'operator'");
  expect((await faultOf(finish('r'))).code).toBe('AUTH_RECOVERY_WRONG');
  expect((await desk.database.read('accountByName', { nameKey: 'ada' }))?.role).toBe('operator');
});

test('nothing changes when the last step fails in the middle', async () => {
  await recoverTo('r');
  sql(
    `CREATE TRIGGER no_code BEFORE INSERT ON recovery_code WHEN NEW.number = 7 BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  expect((await faultOf(finish('r'))).code).toBe('DATABASE_FAILED');
  sql('DROP TRIGGER no_code');
  await desk.signIn('b', secret);
  await desk.password('c');
  await desk.recovery('c', recoveryCodes[0] ?? '');
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
  await finish('r');
  release();
  await late;
  expect(await desk.phase('late')).toBe('second-factor');
  expect((await faultOf(desk.code('late', '123456'))).message).toContain('password was changed');
  expect(await desk.phase('late')).toBe('signed-out');
});

test('a token asked for in the moment of the recovery is void as well', async () => {
  await desk.signIn('a', secret);
  await recoverTo('r');
  const finishing = finish('r');
  const made = handlers().createToken({ hours: 1 }, desk.call('a'));
  await finishing;
  const { token } = await made;
  expect((await faultOf(desk.token('b', token))).code).toBe('AUTH_TOKEN');
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
  expect((await faultOf(finish('r'))).code).toBe('AUTH_EXPIRED');
  await desk.signIn('a', secret);
});

test('a window that left while it was stored is told so; the administrator is recovered', async () => {
  await recoverTo('r');
  const finishing = faultOf(finish('r'));
  await handlers().recoverCancel({}, desk.call('r'));
  expect(await finishing).toMatchObject({
    code: 'AUTH_EXPIRED',
    message: expect.stringContaining('recovered'),
  });
  expect(await desk.phase('r')).toBe('signed-out');
  await desk.password('r', 'Ada', newPassword);
});
