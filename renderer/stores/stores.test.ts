import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeConsole, accountState, settle } from './fake-console.fixture.ts';
import { openStores, type Stores } from './open-stores.ts';

const all = ['session:own', 'instruments:read', 'history:read', 'system:read'];
const instrument = { id: 'a', name: 'Supply A', link: 'ready', channels: [], trouble: null };
const live = { id: 'a', link: 'ready', periodMs: 100, channels: [] };
const safety = { latched: false, live: [], report: null };

let fake: FakeConsole;
let stores: Stores;
let target: EventTarget;
beforeEach(async () => {
  fake = new FakeConsole();
  target = new EventTarget();
  stores = openStores(fake.bridge, target);
  await fake.connect();
});
afterEach(() => stores.close());

/** Longer than readings wait to be drawn together. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

describe('what the window knows', () => {
  it('asks, signed out, for the account and the safety state and for nothing else', () => {
    expect([...fake.open.values()].map(({ domain, method }) => `${domain}.${method}`).sort()).toEqual([
      'accounts.state',
      'safety.state',
    ]);
  });
  it('opens the streams that the person may see, once, when they sign in', async () => {
    await fake.item('accounts.state', accountState(all));
    await fake.item('accounts.state', accountState(all));
    expect(fake.count('instruments.list')).toBe(1);
    expect(fake.count('system.health')).toBe(1);
    await fake.item('instruments.list', [instrument]);
    expect(stores.instruments.getState().value).toEqual([instrument]);
  });
  it('forgets what it may not see any more, at once', async () => {
    await fake.item('accounts.state', accountState(all));
    await fake.item('instruments.list', [instrument]);
    await fake.item('accounts.state', accountState([]));
    expect(stores.instruments.getState().value).toBeNull();
    expect(fake.count('instruments.list')).toBe(0);
  });
  it('says when its calls are set off only while the console keeps traces', async () => {
    const deep = { on: true, since: 1, by: 'tech-02', keeps: 500, cost: 0.1 };
    await fake.item('accounts.state', accountState([...all, 'profiling:read']));
    expect(fake.timed).toBe(false);
    await fake.item('traces.deep', deep);
    expect(fake.timed).toBe(true);
    await fake.item('traces.deep', { ...deep, on: false });
    expect(fake.timed).toBe(false);
    await fake.item('traces.deep', deep);
    await fake.lose();
    expect(fake.timed).toBe(false);
  });
  it('R-7 knows nothing once the connection is lost, and asks again on the next one', async () => {
    await fake.item('accounts.state', accountState(all));
    await fake.item('instruments.list', [instrument]);
    await fake.item('safety.state', safety);
    const end = stores.live.watch('a');
    await settle();
    await fake.item('instruments.live', live);
    await drawn();
    expect(stores.live.store.getState()['a']).toEqual(live);

    await fake.lose();
    expect(stores.account.getState().state).toBeNull();
    expect(stores.permissions.getState().size).toBe(0);
    expect(stores.instruments.getState().value).toBeNull();
    expect(stores.safety.getState().value).toBeNull();
    expect(stores.live.store.getState()).toEqual({});

    await fake.connect();
    expect(fake.count('safety.state')).toBe(1);
    expect(fake.count('instruments.live')).toBe(0);
    await fake.item('accounts.state', accountState(all));
    expect(fake.count('instruments.live')).toBe(1);
    end();
  });
  it('has nothing to wait for when the console says so, whenever the clock on screen last moved', async () => {
    await fake.item('accounts.state', accountState(all));
    expect(stores.account.getState().waitUntil).toBe(0);
    await fake.item('accounts.state', accountState(all, 2000));
    expect(stores.account.getState().waitUntil).toBeGreaterThan(Date.now());
  });
  it('keeps one stream for an instrument however many look, and ends it with the last', async () => {
    await fake.item('accounts.state', accountState(all));
    const ends = [stores.live.watch('a'), stores.live.watch('a')];
    await settle();
    expect(fake.count('instruments.live')).toBe(1);
    await fake.item('instruments.live', live);
    ends[0]?.();
    ends[0]?.();
    await drawn();
    expect(stores.live.store.getState()['a']).toEqual(live);
    ends[1]?.();
    await settle();
    expect(fake.count('instruments.live')).toBe(0);
    expect(stores.live.store.getState()).toEqual({});
  });
  it('draws what comes together at once, the newest of each, and nothing of one that is not known any more', async () => {
    await fake.item('accounts.state', accountState(all));
    const ends = [stores.live.watch('a')];
    await settle();
    let drawings = 0;
    const end = stores.live.store.subscribe(() => drawings++);
    await fake.item('instruments.live', live);
    await drawn();
    for (const periodMs of [101, 102, 103]) await fake.item('instruments.live', { ...live, periodMs });
    await drawn();
    // The first at once, the first of those that follow at once, and the others together.
    expect(drawings).toBe(3);
    expect(stores.live.store.getState()['a']).toMatchObject({ periodMs: 103 });
    // How it stands is drawn at once, or a field would show what was set before its answer came.
    for (const link of ['busy', 'ready', 'busy']) {
      await fake.item('instruments.live', { ...live, link });
      expect(stores.live.store.getState()['a']).toMatchObject({ link });
    }
    await fake.item('instruments.live', live);
    await fake.lose();
    await drawn();
    expect(stores.live.store.getState()).toEqual({});
    end();
    ends[0]?.();
  });
  it('knows nothing of a stream that failed, and opens it again after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
      const step = async (work: Promise<void>): Promise<void> => {
        await flush();
        await work;
      };
      await step(fake.item('safety.state', safety));
      expect(stores.safety.getState().value).toEqual(safety);
      await step(fake.fail('safety.state', 'INTERNAL'));
      expect(stores.safety.getState().value).toBeNull();
      expect(fake.count('safety.state')).toBe(0);
      await vi.advanceTimersByTimeAsync(1100);
      expect(fake.count('safety.state')).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
  it('turns the time to wait into a time of its own clock', async () => {
    const before = Date.now();
    await fake.item('accounts.state', accountState([], 12_000));
    const { waitUntil } = stores.account.getState();
    expect(waitUntil).toBeGreaterThanOrEqual(before + 12_000);
    expect(waitUntil).toBeLessThan(before + 13_000);
  });
  it('is quiet after it was closed', async () => {
    stores.close();
    await settle();
    expect(fake.open.size).toBe(0);
  });
});

describe('somebody is here', () => {
  it('tells the console at most every 20 s, and only when signed in', async () => {
    target.dispatchEvent(new Event('keydown'));
    expect(fake.asked).not.toContain('history.totals');
    await fake.item('accounts.state', accountState(all));
    for (let press = 0; press < 5; press++) target.dispatchEvent(new Event('pointermove'));
    expect(fake.asked.filter((name) => name === 'history.totals')).toHaveLength(1);
    await fake.answer('history.totals', { rows: 3, since: 1, interrupted: 0 });
    expect(stores.totals.getState().value).toEqual({ rows: 3, since: 1, interrupted: 0 });
  });
});
