import { expect, test } from 'vitest';
import { SeatDesk } from './loopback-seats.ts';

/** A browser that has used a link; with another one's cookie and key, a further window of it. */
function sit(desk: SeatDesk, like: { cookie: string; browser: string } | null = null) {
  const granted = desk.redeem(desk.mint(), like?.cookie ?? null, like?.browser ?? null);
  if (granted === null) throw new Error('the token was refused');
  return granted;
}

test('R-22: a cookie and a secret open the seat they were given for, and no other', () => {
  const desk = new SeatDesk();
  const [one, two] = [sit(desk), sit(desk)];
  expect(desk.open(one.cookie, one.secret)).toMatch(/^browser-/);
  expect(desk.open(one.cookie, one.secret)).not.toBe(desk.open(two.cookie, two.secret));
  for (const [cookie, secret] of [
    [one.cookie, two.secret],
    [two.cookie, one.secret],
    [one.cookie, one.browser],
    [one.browser, one.secret],
    [null, one.secret],
  ] as const)
    expect(desk.open(cookie, secret)).toBeNull();
});

test('R-22: a further window sits where its browser does only with the browser’s own key', () => {
  const desk = new SeatDesk();
  const [one, two] = [sit(desk), sit(desk)];
  const further = sit(desk, one);
  expect(desk.open(one.cookie, further.secret)).toBe(desk.open(one.cookie, one.secret));
  for (const wrong of [
    { cookie: one.cookie, browser: two.browser },
    { cookie: two.cookie, browser: one.browser },
    { cookie: one.cookie, browser: one.cookie },
  ]) {
    const granted = sit(desk, wrong);
    expect([one.cookie, two.cookie]).not.toContain(granted.cookie);
    expect(desk.open(one.cookie, granted.secret)).toBeNull();
    expect(desk.open(two.cookie, granted.secret)).toBeNull();
  }
});

test('R-23: one browser has 16 windows; the oldest secret goes beyond that', () => {
  const desk = new SeatDesk();
  const first = sit(desk);
  const others = Array.from({ length: 15 }, () => sit(desk, first));
  expect(desk.open(first.cookie, first.secret)).not.toBeNull();
  others.push(sit(desk, first));
  expect(desk.open(first.cookie, first.secret)).toBeNull();
  for (const { secret } of others) expect(desk.open(first.cookie, secret)).not.toBeNull();
});

test('R-23: 64 links wait and 64 browsers are known; the oldest go beyond that', () => {
  const desk = new SeatDesk();
  const tokens = Array.from({ length: 65 }, () => desk.mint());
  expect(desk.redeem(tokens[0]!, null, null)).toBeNull();
  const granted = tokens.slice(1).map((token) => desk.redeem(token, null, null)!);
  expect(granted.every(({ cookie }) => desk.knows(cookie))).toBe(true);
  sit(desk);
  expect(desk.knows(granted[0]!.cookie)).toBe(false);
  expect(desk.knows(granted[1]!.cookie)).toBe(true);
});
