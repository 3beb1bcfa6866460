import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { vaultOver } from '#main/vault/seal.ts';
import { rolePermissions } from '#shared/contract/permissions.ts';
import { type Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { mostTokens } from './tokens.ts';

const hour = 60 * minute;
let desk: Desk;
let secret: string;
beforeEach(async () => {
  ({ desk, secret } = await deskOfAda());
  await desk.signIn('a', secret);
});
afterEach(() => desk.remove());

const handlers = () => desk.accounts.handlers;
const create = async (seat = 'a', hours = 24) => handlers().createToken({ hours }, desk.call(seat));
const enter = async (token: string, seat = 'cli') => desk.token(seat, token);
const revoke = async (seat = 'a') => handlers().revokeTokens({}, desk.call(seat));
const identity = (seat = 'cli') => desk.accounts.identities.identify(seat);
const refusedAt = async (seat: string, token: string) => {
  const fault = await faultOf(enter(token, seat));
  expect(fault.code).toBe('AUTH_TOKEN');
  return `${fault.message} ${fault.remedy}`;
};

test('a token signs its person in, at any seat and across a restart', async () => {
  const { token, expiresAt } = await create('a', 24);
  expect(token).toMatch(/^llt_[\w-]{43}$/);
  expect(expiresAt).toBe(desk.clock.time + 24 * hour);
  expect(await enter(` ${token}\n`)).toMatchObject({ name: 'Ada', role: 'administrator' });
  expect(await desk.state('cli')).toMatchObject({ phase: 'signed-in', user: { name: 'Ada' } });
  expect(identity()).toMatchObject({ name: 'Ada', locked: false });
  await desk.stop();
  await desk.start();
  expect(await desk.phase('cli')).toBe('signed-out');
  await enter(token);
});

test('R-25: no file of the data folder holds the token, and the trail does not, either', async () => {
  const { token } = await create();
  await enter(token);
  await desk.stop();
  const kept = readdirSync(desk.folder).map((file) =>
    readFileSync(join(desk.folder, file)).toString('latin1'),
  );
  for (const text of [token, token.slice(4)])
    expect(kept.join('') + JSON.stringify(desk.audited)).not.toContain(text);
  await desk.start();
});

test('R-27: a token is not the person: it manages no accounts, sets no policy and makes no other token', async () => {
  const { token } = await create();
  await enter(token);
  const taken = ['accounts:manage', 'safety:configure', 'backups:manage'] as const;
  const left = rolePermissions.administrator.filter((each) => !taken.some((other) => other === each));
  expect(identity()?.permissions).toEqual(left);
  expect((await desk.state('cli')).permissions).toEqual(left);
  expect(identity('a')?.permissions).toEqual(rolePermissions.administrator);
  expect((await faultOf(create('cli'))).code).toBe('PERMISSION_DENIED');
});

test('locking and unlocking a token’s seat, or a look at the accounts, make no person of it', async () => {
  const { token } = await create();
  await enter(token);
  await handlers().lock({}, desk.call('cli'));
  expect(identity()).toMatchObject({ locked: true, permissions: [] });
  await handlers().unlock({ password: goodPassword }, desk.call('cli'));
  expect(identity()?.permissions).not.toContain('accounts:manage');
  desk.sql("UPDATE user SET role = 'operator'");
  desk.clock.pass(15 * second);
  await expect.poll(() => identity()?.role).toBe('operator');
  desk.sql("UPDATE user SET role = 'administrator'");
  desk.clock.pass(15 * second);
  await expect.poll(() => identity()?.role).toBe('administrator');
  expect(identity()?.permissions).not.toContain('accounts:manage');
  expect((await faultOf(create('cli'))).code).toBe('PERMISSION_DENIED');
  desk.clock.pass(24 * hour);
  expect(identity()).toBeNull();
});

test('nobody who is out, locked, or half signed in makes one', async () => {
  expect((await faultOf(create('b'))).code).toBe('PERMISSION_DENIED');
  await desk.password('b');
  expect((await faultOf(create('b'))).code).toBe('PERMISSION_DENIED');
  await handlers().lock({}, desk.call('a'));
  expect((await faultOf(create('a'))).code).toBe('PERMISSION_DENIED');
});

test('R-27: it holds to the last millisecond and not one more, and whoever used it is out then', async () => {
  const { token, expiresAt } = await create('a', 1);
  desk.clock.time = expiresAt - 1;
  await enter(token);
  expect(identity()).not.toBeNull();
  desk.clock.time = expiresAt;
  expect(identity()).toBeNull();
  expect(await desk.phase('cli')).toBe('signed-out');
  await refusedAt('other', token);
});

test('an expired one, a revoked one, and one that never was are refused in the same words', async () => {
  const expired = await create('a', 1);
  desk.clock.pass(hour);
  const revoked = await create();
  await revoke();
  const never = `llt_${randomBytes(32).toString('base64url')}`;
  const words = new Set<string>();
  for (const token of [
    expired.token,
    revoked.token,
    never,
    '',
    'llt_',
    `${never}x`,
    never.slice(0, -1),
    never.slice(4),
  ])
    words.add(await refusedAt('b', token));
  expect(words.size).toBe(1);
});

test('every character counts', async () => {
  const { token } = await create();
  for (let place = 4; place < token.length; place++) {
    const other = token[place] === 'A' ? 'B' : 'A';
    // Another seat each time: the throttle is not what refuses.
    await refusedAt(`seat ${place}`, token.slice(0, place) + other + token.slice(place + 1));
  }
  expect(await enter(token)).toMatchObject({ name: 'Ada' });
});

test('a token of another console is none here', async () => {
  const { token } = await create();
  await desk.stop();
  await desk.start({ options: { vault: vaultOver(randomBytes(32)) } });
  await refusedAt('b', token);
  expect(identity('b')).toBeNull();
});

test('each token is its own person’s, and revoking takes those of this person alone', async () => {
  desk.sql(
    "INSERT INTO user SELECT 'bob', 'Bob', 'bob', 'operator', password_hash, totp_secret, 0, 0, NULL FROM user",
  );
  const mine = await create();
  const his = await create();
  desk.sql("UPDATE token SET user_id = 'bob' WHERE id = (SELECT max(id) FROM token)");
  const names = [await enter(mine.token, 'one'), await enter(his.token, 'two')].map(({ name }) => name);
  expect(names.toSorted()).toEqual(['Ada', 'Bob']);
  const [ada, bob] = names[0] === 'Ada' ? ['one', 'two'] : ['two', 'one'];
  expect(await revoke()).toEqual({ revoked: 1 });
  expect(identity(ada)).toBeNull();
  expect(identity(bob)).toMatchObject({ name: 'Bob', role: 'operator' });
  // Who signed in with the password stays.
  expect(await desk.phase('a')).toBe('signed-in');
});

test('a token may make itself void', async () => {
  const { token } = await create();
  await enter(token);
  expect(await revoke('cli')).toEqual({ revoked: 1 });
  expect(identity()).toBeNull();
  await refusedAt('b', token);
});

test('a person who was disabled gets in with no token, and loses the seat', async () => {
  const { token } = await create();
  await enter(token);
  desk.sql('UPDATE user SET disabled_at = 1');
  await refusedAt('b', token);
  expect(desk.audited.at(-1)).toMatchObject({
    action: 'accounts.tokenRefused',
    detail: { name: 'Ada', disabled: true },
    result: 'AUTH_TOKEN',
  });
  desk.clock.pass(15 * second);
  await expect.poll(() => identity()).toBeNull();
});

test('a token that is no more takes the seat with it, however it went', async () => {
  const { token } = await create();
  await enter(token);
  desk.sql('DELETE FROM token');
  desk.clock.pass(15 * second);
  await expect.poll(() => identity()).toBeNull();
  expect(desk.audited.some(({ action, seat }) => action === 'accounts.seatEnded' && seat === 'cli')).toBe(
    true,
  );
  expect(await desk.phase('a')).toBe('signed-in');
});

test('twenty live ones, no more, also when they are asked for at once; expired ones leave room', async () => {
  const ends = await Promise.allSettled(Array.from({ length: mostTokens + 5 }, async () => create('a', 1)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(mostTokens);
  const fault = await faultOf(create());
  expect(fault).toMatchObject({ code: 'AUTH_TOKEN', message: expect.stringContaining('20 tokens of Ada') });
  desk.clock.pass(hour);
  await create();
  await revoke();
  await create();
});

test('a clock that is set back brings no token back that was seen to be over', async () => {
  const { token, expiresAt } = await create('a', 1);
  const made = desk.clock.time;
  // Nobody uses it: the console itself looks.
  desk.clock.pass(hour + 15 * second);
  await expect.poll(() => desk.database.read('tokenExpired', { now: expiresAt })).toBe(false);
  desk.clock.time = made;
  await refusedAt('b', token);
});

test('before it was made, by the clock, a token is none: who sets the clock back gains no more than its hours', async () => {
  const { token } = await create('a', 1);
  const made = desk.clock.time;
  desk.clock.time = made - hour;
  await refusedAt('b', token);
  expect(desk.audited.at(-1)).toMatchObject({ detail: { name: 'Ada', clockSetBack: true } });
  // A correction by some seconds is no reason.
  desk.clock.time = made - 30 * second;
  await enter(token, 'c');
});

test('wrong ones slow a seat down, across a restart, and no other seat', async () => {
  const { token } = await create();
  const wrong = `llt_${'A'.repeat(43)}`;
  for (let n = 0; n < 10; n++) await refusedAt('guesser', wrong);
  expect(await faultOf(enter(wrong, 'guesser'))).toMatchObject({
    code: 'AUTH_WAIT',
    details: { waitMs: 1000 },
  });
  await desk.stop();
  await desk.start();
  expect((await faultOf(enter(token, 'guesser'))).code).toBe('AUTH_WAIT');
  await enter(token, 'another');
  await desk.password('b');
  desk.clock.pass(second);
  await enter(token, 'guesser');
  await handlers().signOut({ outputs: 'keep' }, desk.call('guesser'));
  // The right one starts the count again.
  for (let n = 0; n < 10; n++) await refusedAt('guesser', wrong);
});

test('parallel tries cannot slip past', async () => {
  const faults = await Promise.all(
    Array.from({ length: 14 }, async () => faultOf(enter(`llt_${'A'.repeat(43)}`, 'guesser'))),
  );
  expect(faults.filter(({ code }) => code === 'AUTH_TOKEN')).toHaveLength(10);
  expect(faults.filter(({ code }) => code === 'AUTH_WAIT')).toHaveLength(4);
});

test('a seat that is taken is not taken again', async () => {
  const { token } = await create();
  expect((await faultOf(enter(token, 'a'))).code).toBe('AUTH_EXPIRED');
});

test('revoking in the same moment leaves nobody in', async () => {
  const { token } = await create();
  const ends = await Promise.allSettled([enter(token, 'b'), revoke(), enter(token, 'c')]);
  expect(ends[1]?.status).toBe('fulfilled');
  desk.clock.pass(15 * second);
  await expect.poll(() => [identity('b'), identity('c')]).toEqual([null, null]);
});
