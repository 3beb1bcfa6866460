import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeAt, goodPassword } from '#main/accounts/accounts.fixture.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { everything } from '#shared/contract/history.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { faultOf, firstRun, openDesk, rowsWith, stopped, until } from './fault-desk.fixture.ts';
import { windowOf } from './window.fixture.ts';

const hour = 3_600_000;
const day = 24 * hour;

// Only what the clock says: timers go on, as they do when somebody sets the clock of a PC.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }));
afterEach(() => void vi.useRealTimers());

/** Sets the clock of this PC. */
const setClock = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

test('R-13, R-14: the clock is set back a day: the history keeps the order in which things happened', async () => {
  const supply = await startSimulatedSupply();
  const desk = await openDesk();
  const { id } = await desk.client.instruments.connect({ address: supply.address });
  const set = (value: number) => desk.client.instruments.set({ id, channel: 1, point: 'voltage', value });
  await set(1);
  setClock(-day);
  await set(2);
  setClock(day + hour);
  await set(3);
  const sets = (await rowsWith(desk, ':SOUR1:VOLT ')).filter(
    ({ kind, request }) => kind === 'exchange' && !request.includes('?'),
  );
  expect(sets.map(({ request }) => request.trim())).toEqual([3, 2, 1].map((value) => `:SOUR1:VOLT ${value}`));
  // As the clock said then: the times are what they were, not what they should have been.
  expect(sets[1]!.at).toBeLessThan(sets[2]!.at - day + hour);
  // Keyset pages lose and repeat nothing.
  const seen: number[] = [];
  for (let before: number | null = null; ; ) {
    const page: { rows: readonly { seq: number }[]; next: number | null } = await desk.client.history.page({
      ...everything,
      before,
      limit: 3,
    });
    seen.push(...page.rows.map(({ seq }) => seq));
    before = page.next;
    if (before === null) break;
  }
  expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
  // What is shown as live is live: it is not taken for old, or for new, by the clock.
  expect(
    (await until(desk.client.instruments.live({ id }), ({ link }) => link === 'ready')).channels[0]?.settings
      .voltage,
  ).toMatchObject({ state: 'known', value: 3 });
  expect((await stopped(desk)).report?.lines.map(({ result }) => result)).toEqual(['off']);
  await supply.close();
});

test('R-18: the clock is set back: a code that was used does not work again', async () => {
  const desk = await openDesk({ seat: 'nobody' });
  const { secret } = await firstRun(desk);
  const code = codeAt(secret, Date.now());
  setClock(30_000);
  const next = codeAt(secret, Date.now());
  const other = windowOf(desk.core, 'other');
  await other.client.accounts.signInPassword({ name: 'Ada', password: goodPassword });
  await other.client.accounts.signInCode({ code: next });
  await other.client.accounts.signOut({ outputs: 'keep' });
  // Back to when both codes were right.
  setClock(-30_000);
  for (const used of [code, next]) {
    await other.client.accounts.signInPassword({ name: 'Ada', password: goodPassword });
    expect(wordsOf(await faultOf(other.client.accounts.signInCode({ code: used })))).toEqual(
      documented('clock-code-used'),
    );
  }
  other.close();
});

test('the clock is an hour off: nobody can sign in with a code, and it says why', async () => {
  const desk = await openDesk({ seat: 'nobody' });
  const { secret } = await firstRun(desk);
  const right = Date.now() + 60_000;
  setClock(-hour);
  const other = windowOf(desk.core, 'other');
  await other.client.accounts.signInPassword({ name: 'Ada', password: goodPassword });
  const code = (at: number) => faultOf(other.client.accounts.signInCode({ code: codeAt(secret, at) }));
  // One wrong code says nothing; the second one, as far off as the first, does.
  expect(wordsOf(await code(right))).toEqual(documented('clock-off'));
  setClock(30_000);
  expect(wordsOf(await code(right + 30_000))).toEqual(documented('clock-off-known'));
  other.close();
});

test('the clock is set back while wrong passwords have to wait: the wait does not grow without end', async () => {
  const desk = await openDesk({ seat: 'nobody' });
  await firstRun(desk);
  const other = windowOf(desk.core, 'other');
  const wrong = () =>
    faultOf(other.client.accounts.signInPassword({ name: 'Ada', password: 'wrong and wrong' }));
  let fault = await wrong();
  for (let tries = 0; tries < 12 && fault.code !== 'AUTH_WAIT'; tries++) fault = await wrong();
  expect(fault.code).toBe('AUTH_WAIT');
  setClock(-day);
  const said = await wrong();
  expect(said.details['waitMs']).toBeLessThanOrEqual(60_000);
  expect(wordsOf(said, { [/\d+ seconds?/.exec(said.message)?.[0] ?? '']: '2 seconds' })).toEqual(
    documented('clock-wait'),
  );
  other.close();
});

test('the clock is set back: a token does not become valid again', async () => {
  const desk = await openDesk({ seat: 'nobody' });
  await firstRun(desk);
  const { token } = await desk.client.accounts.createToken({ hours: 1 });
  setClock(2 * hour);
  const other = windowOf(desk.core, 'other');
  expect(wordsOf(await faultOf(other.client.accounts.signInToken({ token })))).toEqual(
    documented('clock-token'),
  );
  setClock(-2 * hour);
  const again = await other.client.accounts.signInToken({ token }).catch((fault: unknown) => fault);
  expect(again).toMatchObject({ code: 'AUTH_TOKEN' });
  other.close();
});
