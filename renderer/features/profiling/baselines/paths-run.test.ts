import { afterEach, beforeEach, expect, it } from 'vitest';
import { baseline } from '#renderer/features/profiling/profiling.fixture.ts';
import { accountState, FakeConsole, settle } from '#renderer/stores/fake-console.fixture.ts';
import { openStores, type Stores } from '#renderer/stores/open-stores.ts';
import { type PathsDesk, pathsDeskOf } from './paths-run.ts';

const progress = { stage: 'History query', done: 3, of: 10, unit: 'files', rate: null, leftS: 40 };
const report = { summary: baseline('a', 'ten', 'paths'), rows: [] };

let fake: FakeConsole;
let stores: Stores;
let desk: PathsDesk;
const begin = async (): Promise<void> => {
  desk.start('ten');
  await settle();
};
beforeEach(async () => {
  fake = new FakeConsole();
  stores = openStores(fake.bridge, new EventTarget());
  await fake.connect();
  await fake.item('accounts.state', accountState(['session:own', 'profiling:read', 'profiling:run']));
  desk = pathsDeskOf(stores);
});
afterEach(() => stores.close());

it('follows the run to its report', async () => {
  await begin();
  await fake.item('baselines.runPaths', { kind: 'progress', progress });
  expect(desk.store.getState().running).toEqual({ name: 'ten', progress });
  await fake.item('baselines.runPaths', { kind: 'result', result: report });
  expect(desk.store.getState()).toEqual({ running: null, end: { what: 'report', report } });
  desk.putAside();
  expect(desk.store.getState().end).toBeNull();
});

it('ends it at the console when it is cancelled, and can begin anew', async () => {
  await begin();
  await begin();
  expect(fake.count('baselines.runPaths')).toBe(1);
  desk.cancel();
  await settle();
  expect(fake.count('baselines.runPaths')).toBe(0);
  expect(desk.store.getState().end).toEqual({ what: 'cancelled' });
  await begin();
  expect(desk.store.getState()).toMatchObject({ running: { name: 'ten', progress: null }, end: null });
});

it('keeps the fault', async () => {
  await begin();
  await fake.fail('baselines.runPaths', 'INPUT_INVALID');
  expect(desk.store.getState().end).toMatchObject({ what: 'fault', fault: { code: 'INPUT_INVALID' } });
});

it('leaves nothing on the screen for whoever sits down next', async () => {
  await begin();
  await fake.item('accounts.state', accountState([]));
  expect(fake.count('baselines.runPaths')).toBe(0);
  expect(desk.store.getState()).toEqual({ running: null, end: null });
});
