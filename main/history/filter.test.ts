import fc from 'fast-check';
import { expect, test } from 'vitest';
import { look } from '#main/database/tamper.fixture.ts';
import { everything, exchangeStatuses, type HistoryFilter, lanes } from '#shared/contract/history.ts';
import { matches } from '#shared/history/matches.ts';
import {
  allLines,
  audited,
  call,
  historyFile,
  link,
  openedHistory,
  outcome,
  pageOf,
  request,
} from './history.fixture.ts';
import { filteredLines } from './line-sql.ts';

const texts = ['VOLT?', 'volt 3', 'µV', "it's", 'CURR', '\u0000\u0001volt', '%_'] as const;
const instruments = ['i1', 'i2', 'i3'] as const;
const operators = ['Ada', 'Bob VOLT', 'console'] as const;
const clock = fc.integer({ min: 1, max: 20 }).map((step) => step * 1000);

const settled = fc.record({
  status: fc.constantFrom(...exchangeStatuses.filter((status) => status !== 'in-flight')),
  reply: fc.constantFrom(null, ...texts),
  fault: fc.constantFrom(null, 'INSTRUMENT_TIMEOUT: no answer', 'RANGE_EXCEEDED'),
  wireMs: fc.constantFrom(null, 0, 1, 5.5, 100),
});
const step = fc.record({
  what: fc.constantFrom('exchange', 'note', 'audit', 'inFlight'),
  /** The clock is set at will: the order is that of the numbers alone. */
  at: clock,
  said: fc.constantFrom(...texts),
  operator: fc.constantFrom(...operators),
  instrument: fc.constantFrom(...instruments),
  lane: fc.constantFrom(...lanes),
  settled,
});
const filters: fc.Arbitrary<HistoryFilter> = fc.record({
  text: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    fc.constantFrom('volt', 'µ', "'", '%', 'set', 'b'),
  ),
  instrument: fc.option(fc.constantFrom(...instruments, 'i9'), { freq: 2 }),
  lane: fc.option(fc.constantFrom(...lanes), { freq: 2 }),
  kind: fc.option(fc.constantFrom('exchange' as const, 'audit' as const), { freq: 2 }),
  errors: fc.boolean(),
  slowerMs: fc.option(fc.constantFrom(0, 1, 5.5, 50), { freq: 2 }),
  operator: fc.option(fc.constantFrom(...operators, ''), { freq: 2 }),
  from: fc.option(clock, { freq: 2 }),
  to: fc.option(clock, { freq: 2 }),
  marked: fc.constant(false),
  tag: fc.constant(null),
});

test('the database and the rule of the live tail agree on every filter', { timeout: 120_000 }, async () => {
  const file = historyFile();
  let at = 0;
  const first = await openedHistory(file, { now: () => at });
  const { journal, audit } = first.history;
  for (const each of fc.sample(step, { numRuns: 400, seed: 11 })) {
    at = each.at;
    const over = link(each.instrument, each.instrument === 'i1' ? 'Bench volts' : 'Load');
    const asked = request(each.said, each.operator, each.lane);
    const { reply, ...more } = each.settled;
    const result = outcome(reply, more);
    if (each.what === 'audit') {
      const [action, named] =
        each.lane === 'poll' ? ['safety.setEnvelope', 'instrument'] : ['instruments.set', 'id'];
      const detail = { [named!]: each.instrument, said: each.said };
      const entry = audited(action!, detail, each.settled.fault === null ? 'ok' : 'RANGE_EXCEEDED');
      await audit.record({ ...entry, who: each.operator, at });
    } else if (each.what === 'note') journal.note(over, asked, result, at);
    else {
      const id = await journal.intend(over, asked);
      if (each.what === 'exchange') await journal.settle(id, result);
    }
  }
  await first.close();
  // What was in flight is interrupted now.
  const { history } = await openedHistory(file, { now: () => 5000 });
  await history.journal.intend(link('i2'), request('VOLT 1'));
  const rows = await allLines(history, { limit: 200 });
  expect(rows.some(({ interrupted }) => interrupted)).toBe(true);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 200 }), async (filter, limit) => {
      // Binary replies are searched in what was kept of them; a row only says how long they are.
      const searched = rows.map((row) =>
        row.reply?.startsWith('binary') ? { ...row, reply: `${row.reply} \u0000\u0001volt` } : row,
      );
      const expected = searched.filter((row) => matches(row, filter)).map(({ seq }) => seq);
      found += expected.length;
      expect((await allLines(history, { ...filter, limit })).map(({ seq }) => seq)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(1000);
});

test('a clock that was set back hides nothing: a time narrows the rows and never ends the search', async () => {
  let now = 1_000_000;
  const { history } = await openedHistory(historyFile(), { now: () => now });
  const sent = async (text: string, at: number): Promise<number> => {
    now = at;
    return history.journal.intend(link(), request(text));
  };
  await sent('BEFORE', 2_000_000);
  // The clock is an hour slow, then it is set right again.
  await sent('WHILE SLOW', 500_000);
  await sent('AFTER', 2_100_000);
  const texts = async (filter: Parameters<typeof allLines>[1]): Promise<string[]> =>
    (await allLines(history, filter)).map((row) => row.request);
  expect(await texts({ from: 1_500_000 })).toEqual(['AFTER', 'BEFORE']);
  expect(await texts({ to: 600_000 })).toEqual(['WHILE SLOW']);
  // One row a page: each page goes on past rows that are too old.
  expect(await texts({ from: 1_500_000, limit: 1 })).toEqual(['AFTER', 'BEFORE']);
});

test('a page says how far back it looked', async () => {
  let now = 1000;
  const { history } = await openedHistory(historyFile(), { now: () => now });
  for (const text of ['A', 'B', 'C']) {
    now += 1000;
    await history.journal.intend(link(), request(text));
  }
  const ask = (filter: Partial<HistoryFilter>, limit = 10, before: number | null = null) =>
    pageOf(history, { ...everything, ...filter, before, limit });
  expect(await ask({}, 2)).toMatchObject({ next: 3, searchedTo: 3000 });
  // Nothing fits: all of it was looked at, down to the row of the start.
  expect(await ask({ text: 'nowhere' })).toEqual({
    rows: [],
    next: null,
    searchedTo: 1000,
    way: 'index',
  });
  expect(await ask({}, 10, 1)).toEqual({ rows: [], next: null, searchedTo: null, way: 'index' });
});

test('pages walk the primary key: no scan, no sorting', async () => {
  const file = historyFile();
  const { history, close } = await openedHistory(file);
  await history.journal.intend(link(), request('A'));
  await close();
  const bound = { ...everything, errors: 0, top: 1, lowest: 1, limit: 1 };
  const plan = look<{ detail: string }>(file, `EXPLAIN QUERY PLAN ${filteredLines}`, bound).map(
    ({ detail }) => detail,
  );
  expect(plan[0]).toBe('SEARCH record USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
  expect(plan.filter((each) => !each.startsWith('SEARCH'))).toEqual([]);
  expect(plan).toHaveLength(5);
});

test('the names for the filters are the newest ones, newest first, and at most 50 of a kind', async () => {
  const { history } = await openedHistory(historyFile());
  const { journal } = history;
  await journal.intend(link('i1', 'Old name'), request('A', 'Ada'));
  for (let number = 0; number < 60; number++)
    await journal.intend(link(`x${number}`, `X ${number}`), request('B', `op-${number}`));
  await journal.intend(link('i1', 'New name'), request('C', 'Ada'));
  const { operators, instruments: found } = await history.handlers.names({}, call());
  expect(operators.slice(0, 3)).toEqual(['Ada', 'op-59', 'op-58']);
  expect(operators).toHaveLength(50);
  expect(found.slice(0, 2)).toEqual([
    { id: 'i1', name: 'New name' },
    { id: 'x59', name: 'X 59' },
  ]);
  expect(found).toHaveLength(50);
});
