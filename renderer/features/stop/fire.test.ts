import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeConsole, settle } from '#renderer/stores/fake-console.fixture.ts';
import { openStores, type Stores } from '#renderer/stores/open-stores.ts';
import { fireStop, sendLateStops } from './fire.ts';

let fake: FakeConsole;
let stores: Stores;
let end: () => void;
beforeEach(() => {
  fake = new FakeConsole();
  stores = openStores(fake.bridge, new EventTarget());
  end = sendLateStops(stores);
});
afterEach(() => {
  end();
  stores.close();
});
const stops = (): number => fake.asked.filter((name) => name === 'safety.stop').length;

it('R-3 stops while nobody is signed in', async () => {
  await fake.connect();
  fireStop(stores, 'button');
  expect(fake.count('safety.stop')).toBe(1);
  await fake.answer('safety.stop', {});
  expect(stores.ui.getState().stop).toBeNull();
});

it('says that nothing was stopped when the console is away, and stops as soon as it is back', async () => {
  await fake.connect();
  await fake.lose();
  fireStop(stores, 'keys');
  await settle();
  expect(stores.ui.getState().stop).toMatchObject({ kind: 'failed', fault: { code: 'CONNECTION_LOST' } });
  expect(stops()).toBe(0);
  await fake.connect();
  expect(stops()).toBe(1);
});

it('stops again when the connection went while the stop was under way', async () => {
  await fake.connect();
  fireStop(stores, 'keys');
  await fake.lose();
  await fake.connect();
  expect(stops()).toBe(2);
});

it('does not stop again when the first one was answered', async () => {
  await fake.connect();
  fireStop(stores, 'keys');
  await fake.answer('safety.stop', {});
  await fake.lose();
  await fake.connect();
  expect(stops()).toBe(1);
});

it('never waits for an answer before it stops again', async () => {
  await fake.connect();
  fireStop(stores, 'keys');
  fireStop(stores, 'button');
  expect(fake.count('safety.stop')).toBe(2);
});
