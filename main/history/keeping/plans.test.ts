import { expect, test } from 'vitest';
import { bareHistory } from '#main/history/search/search.fixture.ts';
import { link, outcome, request } from '#main/history/history.fixture.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { pinnedSql } from './cut.ts';
import { type KeepingDatabase, keepingReads } from './operations.ts';
import { readingPlan, recordPlan } from './plans.ts';

const never = new AbortController().signal;

/** So many commands and blocks of readings, a second apart; every question that a plan asks is counted. */
function planned(commands: number, blocks: number) {
  const bare = bareHistory();
  const { db } = bare;
  db.exec('BEGIN');
  for (let n = 0; n < commands; n++) {
    const intent = bare.intend(n * 1000, link(), request(`VOLT ${n}`));
    bare.settle(intent, n * 1000, outcome());
    if (n % 1000 === 7)
      historyWrites.mark(db, { seq: intent, pinned: true, note: '', tags: [], who: 'Ada', at: 1 });
  }
  for (let n = 0; n < blocks; n++)
    historyWrites.readings(db, [
      {
        instrument: 'i1',
        channel: 1,
        quantity: 'voltage',
        times: Float64Array.of(n * 1000),
        values: Float64Array.of(n),
      },
    ]);
  db.exec('COMMIT');
  const asked: string[] = [];
  const database = {
    read: async (name: keyof typeof keepingReads, input: never) => {
      asked.push(name);
      return keepingReads[name](bare.reader, input);
    },
  } as unknown as KeepingDatabase;
  return { bare, database, asked };
}

test('old rows are looked at in bounded steps: with twice as many of them twice as often, and what goes is the same as in one go', async () => {
  const { database, asked, bare } = planned(60_000, 45_000);
  const all = { olderThan: 1e12, bytes: null, youngFrom: 1e12 };
  const plan = await recordPlan(database, all, never);
  expect(plan).toMatchObject({ first: 1, last: 119_999, because: 'age', pinned: 120, rows: 119_999 - 120 });
  expect(asked.filter((name) => name === 'oldRows')).toHaveLength(3);
  const half = await recordPlan(database, { ...all, olderThan: 30_000_000 }, never);
  expect(half).toMatchObject({ first: 1, last: 60_000, from: 0, to: 29_999_000 });
  expect(await recordPlan(database, { ...all, olderThan: 0 }, never)).toBeNull();

  const readings = { olderThan: 1e12, bytes: null };
  expect(await readingPlan(database, readings, never)).toMatchObject({
    last: 45_000,
    rows: 45_000,
    from: 0,
    to: 44_999_000,
    because: 'age',
  });
  expect(asked.filter((name) => name === 'oldReadings')).toHaveLength(3);
  expect(await readingPlan(database, { olderThan: 10_000_000, bytes: null }, never)).toMatchObject({
    last: 10_000,
    rows: 10_000,
    to: 9_999_000,
  });
  expect(await readingPlan(database, { olderThan: 0, bytes: null }, never)).toBeNull();

  // What is pinned is found by what is pinned, not by a look at every row of the range.
  const ways = bare.reader.prepare(`EXPLAIN QUERY PLAN ${pinnedSql}`).all({ first: 1, last: 119_999 }) as {
    detail: string;
  }[];
  expect(ways.map(({ detail }) => detail).join('\n')).not.toMatch(
    /SCAN (record|outcome)|record USING INTEGER PRIMARY KEY \(rowid>/,
  );
  bare.close();
}, 60_000);

test('a plan that is not wanted any more is given up between two steps', async () => {
  const { database, asked, bare } = planned(60_000, 0);
  const end = new AbortController();
  const stop = {
    read: (name: never, input: never) => {
      if (name === 'oldRows') end.abort();
      return database.read(name, input);
    },
  } as unknown as KeepingDatabase;
  expect(await recordPlan(stop, { olderThan: 1e12, bytes: null, youngFrom: 1e12 }, end.signal)).toBeNull();
  expect(asked).toEqual(['cutReach', 'oldRows']);
  bare.close();
}, 60_000);
