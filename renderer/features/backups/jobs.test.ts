import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountState, FakeConsole, settle } from '#renderer/stores/fake-console.fixture.ts';
import { openStores, type Stores } from '#renderer/stores/open-stores.ts';
import { type JobDesk, jobsOf } from './jobs.ts';

const progress = { stage: 'Snapshot', done: 1, of: 4, unit: 'pages', rate: null, leftS: null };
const result = { unchanged: 3, failed: 0, missing: 0 };

let fake: FakeConsole;
let stores: Stores;
let desk: JobDesk;
const begin = async (): Promise<void> => {
  desk.start('compare', 'Comparing', (signal) => stores.bridge.client().backups.verifyAll({}, { signal }));
  await settle();
};
beforeEach(async () => {
  fake = new FakeConsole();
  stores = openStores(fake.bridge, new EventTarget());
  await fake.connect();
  await fake.item('accounts.state', accountState(['session:own', 'backups:read', 'backups:run']));
  desk = jobsOf(stores);
});
afterEach(() => stores.close());

it('follows what it began to its result', async () => {
  await begin();
  await fake.item('backups.verifyAll', { kind: 'progress', progress });
  expect(desk.store.getState().job).toEqual({ what: 'compare', title: 'Comparing', progress });
  await fake.item('backups.verifyAll', { kind: 'result', result });
  expect(desk.store.getState()).toEqual({ job: null, end: { what: 'compare', result } });
  desk.putAside();
  expect(desk.store.getState().end).toBeNull();
});

it('ends it at the console when it is cancelled, and hears nothing of it any more', async () => {
  await begin();
  await fake.item('backups.verifyAll', { kind: 'progress', progress });
  desk.cancel();
  await settle();
  expect(fake.count('backups.verifyAll')).toBe(0);
  expect(desk.store.getState()).toEqual({ job: null, end: { what: 'cancelled', of: 'compare' } });
  await begin();
  expect(fake.count('backups.verifyAll')).toBe(1);
  expect(desk.store.getState().end).toBeNull();
});

it('does one thing at a time', async () => {
  await begin();
  await begin();
  expect(fake.count('backups.verifyAll')).toBe(1);
});

it('keeps the fault, also when the console is gone', async () => {
  await begin();
  await fake.fail('backups.verifyAll', 'BACKUP_BUSY');
  expect(desk.store.getState().end).toMatchObject({
    what: 'fault',
    of: 'compare',
    fault: { code: 'BACKUP_BUSY' },
  });
});

it('leaves nothing on the screen for whoever sits down next', async () => {
  await begin();
  await fake.item('accounts.state', accountState([]));
  expect(fake.count('backups.verifyAll')).toBe(0);
  expect(desk.store.getState()).toEqual({ job: null, end: null });
});

it('is one for a window', () => {
  expect(jobsOf(stores)).toBe(desk);
});
