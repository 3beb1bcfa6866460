import { expect, it } from 'vitest';
import { accountState, FakeConsole } from '#renderer/stores/fake-console.fixture.ts';
import { openStores } from '#renderer/stores/open-stores.ts';
import { everything } from '#shared/contract/history.ts';
import { viewOf } from './view.ts';

const as = (name: string): unknown => ({
  ...(accountState(['history:read']) as object),
  user: { id: name, name, role: 'operator' },
});

it('outlives the screen, and is not there for the next person or in the next window', async () => {
  const fake = new FakeConsole();
  const stores = openStores(fake.bridge, new EventTarget());
  await fake.connect();
  await fake.item('accounts.state', as('Ada'));
  viewOf(stores).setState({ filter: { ...everything, text: 'volt' }, more: true });
  expect(viewOf(stores).getState()).toMatchObject({ filter: { text: 'volt' }, more: true });
  await fake.item('accounts.state', as('Bob'));
  expect(viewOf(stores).getState()).toMatchObject({ filter: everything, more: false });
  const other = openStores(new FakeConsole().bridge, new EventTarget());
  expect(viewOf(other).getState().filter).toEqual(everything);
  stores.close();
  other.close();
});
