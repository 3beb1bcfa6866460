import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountState, FakeConsole, settle } from '#renderer/stores/fake-console.fixture.ts';
import { openStores, type Stores } from '#renderer/stores/open-stores.ts';
import { everything, type HistoryRow } from '#shared/contract/history.ts';
import { historyRow } from '#shared/history/row.fixture.ts';
import { type Feed, makeFeed, pageRows } from './feed.ts';

const row = (seq: number, request = 'VOLT 1'): HistoryRow => historyRow({ seq, at: seq, request });
const page = (seqs: number[], next: number | null) => ({
  rows: seqs.map((seq) => row(seq)),
  next,
  searchedTo: next,
  way: 'index',
});
const tail = (seqs: number[], gap = false) => ({ rows: seqs.map((seq) => row(seq)), gap });

let fake: FakeConsole;
let stores: Stores;
let feed: Feed;
let end: () => void;
beforeEach(async () => {
  fake = new FakeConsole();
  stores = openStores(fake.bridge, new EventTarget());
  await fake.connect();
  await fake.item('accounts.state', accountState(['history:read']));
  feed = makeFeed(stores);
  end = feed.start();
  await settle();
});
afterEach(() => {
  end();
  stores.close();
});
const shown = (): number[] => feed.store.getState().list.rows.map(({ seq }) => seq);
const pages = (): number => fake.count('history.page');

describe('the feed of the history', () => {
  it('loads the newest page and shows what happens on top of it', async () => {
    await fake.answer('history.page', page([9, 8], 8));
    await fake.item('history.tail', tail([10]));
    expect(shown()).toEqual([10, 9, 8]);
  });
  it('fetches older rows one page at a time', async () => {
    await fake.answer('history.page', page([9, 8], 8));
    feed.more();
    feed.more();
    expect(pages()).toBe(1);
    await fake.answer('history.page', page([7], null));
    expect(shown()).toEqual([9, 8, 7]);
    feed.more();
    expect(pages()).toBe(0);
  });
  it('drops the answer to an earlier question', async () => {
    feed.ask({ ...everything, text: 'VOLT' });
    feed.ask({ ...everything, text: 'CURR' });
    await settle();
    expect(pages()).toBe(1);
    await fake.answer('history.page', page([3], null));
    expect(shown()).toEqual([3]);
  });
  it('asks by the whole filter, and not again for the same one', async () => {
    await fake.answer('history.page', page([9], null));
    const filter = { ...everything, errors: true, lane: 'poll' } as const;
    feed.ask(filter);
    feed.ask({ ...filter });
    await settle();
    expect(fake.asked.filter((name) => name === 'history.page')).toHaveLength(2);
    const [ask] = [...fake.open.values()].filter(({ method }) => method === 'page');
    expect(ask?.input).toEqual({ ...filter, before: null, limit: pageRows });
  });
  it('follows the tail under a filter', async () => {
    await fake.answer('history.page', page([9], null));
    feed.ask({ ...everything, text: 'curr' });
    await fake.answer('history.page', page([], null));
    await fake.item('history.tail', { rows: [row(10), row(11, 'CURR 2')], gap: false });
    expect(shown()).toEqual([11]);
    feed.hold(true);
    await fake.item('history.tail', { rows: [row(12), row(13, 'CURR 3')], gap: false });
    expect(feed.store.getState().list.held.map(({ seq }) => seq)).toEqual([13]);
    feed.refresh();
    expect(shown()).toEqual([13, 11]);
  });
  it('keeps its filter when it loads anew after a gap', async () => {
    await fake.answer('history.page', page([9], null));
    feed.ask({ ...everything, text: 'volt' });
    await fake.answer('history.page', page([8], null));
    await fake.item('history.tail', tail([20], true));
    const [ask] = [...fake.open.values()].filter(({ method }) => method === 'page');
    expect(ask?.input).toMatchObject({ text: 'volt', before: null });
  });
  it('holds, and shows what waited when it goes on', async () => {
    await fake.answer('history.page', page([9], null));
    feed.hold(true);
    await fake.item('history.tail', tail([10, 11]));
    expect(shown()).toEqual([9]);
    feed.hold(false);
    expect(shown()).toEqual([11, 10, 9]);
  });
  it('loads anew after a gap, at once or when it is not held any more', async () => {
    await fake.answer('history.page', page([9], null));
    feed.hold(true);
    await fake.item('history.tail', tail([20], true));
    expect(pages()).toBe(0);
    feed.hold(false);
    await settle();
    expect(pages()).toBe(1);
    await fake.answer('history.page', page([20, 19], 19));
    expect(shown()).toEqual([20, 19]);
    await fake.item('history.tail', tail([30], true));
    expect(pages()).toBe(1);
  });
  it('says why a page did not come, and tries again when asked', async () => {
    await fake.fail('history.page', 'DATABASE_FAILED');
    expect(feed.store.getState()).toMatchObject({ busy: false, fault: { code: 'DATABASE_FAILED' } });
    feed.more();
    await fake.answer('history.page', page([1], null));
    expect(shown()).toEqual([1]);
    expect(feed.store.getState().fault).toBeNull();
  });
  it('goes on by itself while a part of the history has nothing that fits, until it has', async () => {
    await fake.answer('history.page', page([9], null));
    feed.ask({ ...everything, text: 'curr' });
    await fake.answer('history.page', page([], 700));
    expect(feed.store.getState()).toMatchObject({ busy: true, list: { searchedTo: 700 } });
    await fake.answer('history.page', page([], 400));
    const [ask] = [...fake.open.values()].filter(({ method }) => method === 'page');
    expect(ask?.input).toMatchObject({ text: 'curr', before: 400 });
    await fake.answer('history.page', page([300], 200));
    expect(shown()).toEqual([300]);
    expect(feed.store.getState().busy).toBe(false);
    expect(pages()).toBe(0);
  });
  it('ends a search that is cancelled, at the console too, and goes on from there when asked', async () => {
    await fake.answer('history.page', page([9], null));
    feed.ask({ ...everything, text: 'curr' });
    await fake.answer('history.page', page([], 700));
    feed.cancel();
    await settle();
    expect(pages()).toBe(0);
    expect(feed.store.getState()).toMatchObject({ busy: false, cancelled: true });
    feed.more();
    const [ask] = [...fake.open.values()].filter(({ method }) => method === 'page');
    expect(ask?.input).toMatchObject({ before: 700 });
    expect(feed.store.getState()).toMatchObject({ busy: true, cancelled: false });
  });
  it('asks for nothing after its end', async () => {
    end();
    await settle();
    expect(pages()).toBe(0);
    expect(fake.count('history.tail')).toBe(0);
  });
});
