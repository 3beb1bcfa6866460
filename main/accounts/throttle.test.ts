import { afterEach, beforeEach, expect, test } from 'vitest';
import { Desk, deskOfAda, faultOf, goodPassword, minute, second } from './accounts.fixture.ts';
import { waitText } from './throttle.ts';

let desk: Desk;
let secret: string;
beforeEach(async () => {
  ({ desk, secret } = await deskOfAda());
});
afterEach(() => desk.remove());

const wrong = (seat: string, name = 'Ada') => faultOf(desk.password(seat, name, 'not the password'));
const wrongTimes = async (times: number, seat: string, name = 'Ada') => {
  for (let n = 0; n < times; n++) expect((await wrong(seat, name)).code).toBe('AUTH_FAILED');
};

test.each(['Ada', 'Nobody'])(
  'R-19: tries for %s slow down, whether anybody has that name or not',
  async (name) => {
    await wrongTimes(5, 'a', name);
    const fault = await wrong('a', name);
    expect(fault).toMatchObject({ code: 'AUTH_WAIT', details: { waitMs: 2000 } });
    expect(fault.message).toContain('2 seconds');
    expect((await desk.state('a')).waitMs).toBe(2000);
    desk.clock.pass(2 * second);
    expect((await desk.state('a')).waitMs).toBe(0);
    await wrongTimes(1, 'a', name);
    expect((await wrong('a', name)).details['waitMs']).toBe(4000);
  },
);

test('the delay doubles up to a quarter of an hour and never further', async () => {
  let longest = 0;
  for (let n = 0; n < 40; n++) {
    const fault = await wrong('a');
    if (fault.code !== 'AUTH_WAIT') continue;
    longest = Math.max(longest, Number(fault.details['waitMs']));
    desk.clock.pass(Number(fault.details['waitMs']));
  }
  expect(longest).toBe(15 * minute);
});

test('it holds at every seat and across a restart, for the right password too', async () => {
  await wrongTimes(5, 'a');
  await desk.stop();
  await desk.start();
  expect((await faultOf(desk.password('b'))).code).toBe('AUTH_WAIT');
  desk.clock.pass(2 * second);
  await desk.password('b');
});

test('another name is not slowed down, and the right password starts the count again', async () => {
  await wrongTimes(5, 'a', 'Nobody');
  await desk.password('b');
  await wrongTimes(4, 'a');
  desk.clock.pass(second);
  await desk.password('b');
  await wrongTimes(4, 'a');
  expect((await wrong('a')).code).toBe('AUTH_FAILED');
  expect((await wrong('a')).code).toBe('AUTH_WAIT');
});

test('parallel tries cannot slip past', async () => {
  const faults = await Promise.all(Array.from({ length: 8 }, () => wrong('a')));
  expect(faults.filter(({ code }) => code === 'AUTH_FAILED')).toHaveLength(5);
  expect(faults.filter(({ code }) => code === 'AUTH_WAIT')).toHaveLength(3);
});

test('whoever goes through many names is slowed down as well, but briefly', async () => {
  for (let n = 0; n < 31; n++) await wrong('a', `name ${n}`);
  const fault = await wrong('a', 'yet another');
  expect(fault).toMatchObject({ code: 'AUTH_WAIT', details: { waitMs: 1000 } });
  let longest = 0;
  for (let n = 0; n < 40; n++) {
    const { details } = await wrong('a', `other ${n}`);
    longest = Math.max(longest, Number(details['waitMs'] ?? 0));
    desk.clock.pass(Number(details['waitMs'] ?? 0));
  }
  expect(longest).toBe(30 * second);
});

test('wrong codes slow down, and a right password in between does not start them again', async () => {
  const typeWrong = async () => {
    const right = desk.codeIn(secret);
    return faultOf(desk.code('a', right === '000000' ? '000001' : '000000'));
  };
  for (let n = 0; n < 5; n++) {
    await desk.password('a');
    expect((await typeWrong()).code).toBe('AUTH_CODE_WRONG');
  }
  await desk.password('a');
  expect(await typeWrong()).toMatchObject({ code: 'AUTH_WAIT', details: { waitMs: 5000 } });
  expect((await faultOf(desk.code('a', desk.codeIn(secret)))).code).toBe('AUTH_WAIT');
  expect((await faultOf(desk.recovery('a', '0000-0000-0000-0000'))).code).toBe('AUTH_WAIT');
  desk.clock.pass(5 * second);
  await desk.code('a', desk.codeIn(secret));
  // A whole sign-in starts the count again.
  await desk.password('a2');
  expect((await faultOf(desk.code('a2', '000000'))).code).toBe('AUTH_CODE_WRONG');
});

test('many right sign-ins slow nobody down', async () => {
  for (let n = 0; n < 40; n++) {
    await desk.signIn('a', secret);
    await desk.accounts.handlers.signOut({ outputs: 'keep' }, desk.call('a'));
  }
  expect(desk.signOuts).toHaveLength(40);
});

test('a clock that was set back locks nobody out for longer than the delay', async () => {
  await wrongTimes(5, 'a');
  desk.clock.time -= 24 * 60 * minute;
  expect((await faultOf(desk.password('b'))).details['waitMs']).toBe(2000);
});

test('after a day without a try the count starts again', async () => {
  await wrongTimes(5, 'a');
  desk.clock.pass(25 * 60 * minute);
  await wrongTimes(5, 'a');
  expect((await wrong('a')).code).toBe('AUTH_WAIT');
});

test('too many at once are turned away, and their tries are not counted', async () => {
  const slow = await new Desk().start({ options: { bcryptCost: 10 } });
  try {
    await slow.enrol();
    const ends = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => slow.password(`seat ${n}`, `name ${n}`, goodPassword)),
    );
    const codes = ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'ok'));
    expect(codes.filter((code) => code === 'OVERLOADED').length).toBeGreaterThan(0);
    expect(codes.filter((code) => code === 'AUTH_FAILED').length).toBeGreaterThanOrEqual(9);
    // Afterwards there is room again: had the 30 been counted, these would have to wait.
    for (let n = 0; n < 15; n++)
      expect((await faultOf(slow.password('a', `other ${n}`))).code).toBe('AUTH_FAILED');
    await slow.password('a');
  } finally {
    await slow.remove();
  }
});

test('times are written as a person says them', () => {
  expect(waitText(1)).toBe('1 second');
  expect(waitText(2_000)).toBe('2 seconds');
  expect(waitText(119_000)).toBe('119 seconds');
  expect(waitText(120_001)).toBe('3 minutes');
});
