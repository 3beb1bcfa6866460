import fc from 'fast-check';
import { expect, test } from 'vitest';
import { link, outcome, request } from '#main/history/history.fixture.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { exchangeStatuses, type HistoryFilter, lanes } from '#shared/contract/history.ts';
import { type Bare, bareHistory, paged, plainly, testHistory } from './search.fixture.ts';
import { indexStep } from './step.ts';
import { flags, numbered } from './tokens.ts';

const words = [
  'VOLT?',
  'volt 3.3',
  'SOUR1:VOLT 3.3;CURR 0.5',
  'µV is',
  'ÄÖÜ',
  'ıİſK',
  'it\'s "so"',
  'a\u0000b',
  '%_',
  '😀 smile',
  'x\uD83Dy',
  'ok',
  '',
  ' ',
  'AND',
  'NOT NEAR(',
  '\uFFFD\uFFFD\uFFFD',
  'e\u0301te\u0301',
  // What stands in the index for a property must not be taken for one.
  flags.failed,
  `${numbered('operator', 1)}x`,
  `a${flags.long}`,
  '\uE004\uE100\uE103',
];
const said = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
  .map((each) => each.join(' '));
const instruments = ['i1', 'i2', 'i3', ''] as const;
const operators = ['Ada', 'Bob VOLT', 'console', 'Zoë', `m${flags.poll}`] as const;
const names = ['Supply', 'Bench volts', 'Läb'] as const;
const clock = fc.integer({ min: 1, max: 40 }).map((step) => step * 300_000);
const reply = fc.option(
  fc.record({ said, end: said, as: fc.constantFrom('text', 'text', 'long', 'binary') }),
);
/** Long: the row shows the beginning; binary: the row only says how long it is. */
function replyOf(given: { said: string; end: string; as: string } | null): Uint8Array | null {
  if (given === null) return null;
  if (given.as === 'text') return Buffer.from(given.said);
  if (given.as === 'long') return Buffer.from(`${given.said}${'1.25,'.repeat(500)}${given.end}`);
  return Buffer.concat([Buffer.from([0, 1, 2, 200]), Buffer.from(given.said), Buffer.from([7, 0xe4, 0xb5])]);
}
const settled = fc.record({
  status: fc.constantFrom(...exchangeStatuses.filter((status) => status !== 'in-flight')),
  reply,
  fault: fc.constantFrom(null, null, 'INSTRUMENT_TIMEOUT: no answer', 'RANGE_EXCEEDED'),
  wireMs: fc.constantFrom(null, 0, 1, 20, 20.5, 60, 100, 101, 40_000),
});
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom('intend' as const, 'note' as const, 'audit' as const),
      at: clock,
      said,
      operator: fc.constantFrom(...operators),
      instrument: fc.constantFrom(...instruments),
      name: fc.constantFrom(...names),
      lane: fc.constantFrom(...lanes),
      settled,
    }),
  },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('settle' as const), which: fc.nat(), settled }) },
  // `lines`: how far a step gets; `hold`: whether it waits for what is in flight.
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('step' as const),
      lines: fc.constantFrom(1, 64, 500),
      hold: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const), at: clock }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('mark' as const),
      which: fc.nat(),
      tag: fc.constantFrom('a', 'b', null),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;
type Settled = typeof settled extends fc.Arbitrary<infer T> ? T : never;

const utf8 = (text: string, operator: string, lane: (typeof lanes)[number]) => ({
  ...request(text, operator, lane),
  bytes: Buffer.from(text),
});

const resultOf = ({ reply: given, ...more }: Settled) => outcome(replyOf(given), more);

/** Does what is told, in order. */
function happen(bare: Bare, events: readonly Event[]): void {
  const open: number[] = [];
  const all: number[] = [];
  for (const each of events) {
    if (each.what === 'settle') {
      const [intent] = open.splice(each.which % Math.max(1, open.length), 1);
      if (intent !== undefined) bare.settle(intent, 1000, resultOf(each.settled));
    } else if (each.what === 'step')
      indexStep(bare.db, { now: each.hold ? 0 : 1e12, lines: each.lines, ms: 1000 });
    else if (each.what === 'restart') {
      historyWrites.markInterrupted(bare.db, each.at);
      open.length = 0;
    } else if (each.what === 'mark') {
      const seq = all[each.which % Math.max(1, all.length)];
      const tags = each.tag === null ? [] : [each.tag];
      if (seq !== undefined)
        historyWrites.mark(bare.db, { seq, pinned: each.tag === null, note: null, tags, who: 'Ada', at: 1 });
    } else {
      const over = link(each.instrument, each.name);
      const asked = utf8(each.said, each.operator, each.lane);
      const result = resultOf(each.settled);
      if (each.what === 'intend') {
        const seq = bare.intend(each.at, over, asked);
        open.push(seq);
        all.push(seq);
      } else if (each.what === 'note') all.push(bare.note(each.at, over, asked, result));
      else {
        const [action, key] =
          each.lane === 'poll' ? ['safety.stop', 'instrument'] : ['instruments.set', 'id'];
        const detail = { [key!]: each.instrument === '' ? 7 : each.instrument, said: each.said };
        all.push(bare.audit(each.at, each.operator, action!, detail, each.settled.fault ?? 'ok'));
      }
    }
  }
}

const part = fc
  .tuple(
    fc.constantFrom(...words, 'Supply', 'Emergency Stop', 'INSTRUMENT_TIMEOUT', 'said: ', '1.25,'),
    fc.nat(4),
    fc.integer({ min: 1, max: 8 }),
  )
  .map(([word, from, length]) => word.slice(from, from + length));
const texts = fc.oneof(fc.constant(''), part, part, fc.constantFrom(...words));
const filters: fc.Arbitrary<HistoryFilter> = fc.record({
  text: texts,
  instrument: fc.option(fc.constantFrom(...instruments, 'i9'), { freq: 2 }),
  lane: fc.option(fc.constantFrom(...lanes), { freq: 6 }),
  kind: fc.option(fc.constantFrom('exchange' as const, 'audit' as const), { freq: 6 }),
  errors: fc.boolean(),
  slowerMs: fc.option(fc.constantFrom(0, 1, 20, 50, 99, 100, 35_000), { freq: 6 }),
  operator: fc.option(fc.constantFrom(...operators, ''), { freq: 6 }),
  from: fc.option(clock, { freq: 6 }),
  to: fc.option(clock, { freq: 6 }),
  marked: fc.integer({ max: 5, min: 0 }).map((one) => one === 0),
  tag: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('a', 'c') },
  ),
});
const parts = [
  'instrument',
  'lane',
  'kind',
  'errors',
  'slowerMs',
  'operator',
  'from',
  'to',
  'marked',
  'tag',
] as const;
/** Of a filter, most parts are left out: most filters are such, and they find more. */
const few = fc.tuple(filters, fc.subarray([...parts], { maxLength: 2 }), fc.boolean()).map(
  ([filter, keep, text]): Partial<HistoryFilter> => ({
    ...Object.fromEntries(keep.map((each) => [each, filter[each]])),
    ...(text && { text: filter.text }),
  }),
);

test('R-33: a search finds every row that fits, indexed yet or not, or says how far back it has looked', {
  timeout: 300_000,
}, () => {
  let found = 0;
  let byIndex = 0;
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 20, maxLength: 120, size: 'max' }),
      fc.boolean(),
      fc.array(fc.tuple(few, fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, 1000)), {
        minLength: 12,
        maxLength: 12,
      }),
      (events, caughtUp, questions) => {
        const bare = bareHistory();
        try {
          happen(bare, events);
          if (caughtUp) bare.index();
          for (const [filter, limit, ms] of questions) {
            const expected = plainly(bare.reader, filter);
            const { seqs, pages } = paged(bare.reader, filter, {
              limit,
              budget: { ms, least: 1, bytes: ms === 0 ? 1 : 1e9 },
            });
            expect(seqs, JSON.stringify(filter)).toEqual(expected);
            found += expected.length;
            if (pages[0]!.way === 'index' && filter.text !== undefined && filter.text !== '')
              byIndex += expected.length;
          }
        } finally {
          bare.close();
        }
      },
    ),
    { numRuns: 50 },
  );
  expect(found).toBeGreaterThan(2000);
  expect(byIndex).toBeGreaterThan(100);
});

test('a page that ran out of time says where it got to; from there the rest is found', () => {
  const bare = testHistory();
  bare.note(1000, link(), request('NEEDLE'), outcome('x'));
  for (let at = 0; at < 5000; at++) bare.note(2000 + at, link(), request('VOLT 1'), outcome('x'));
  // Nothing is indexed: row by row.
  const { seqs, pages } = paged(bare.reader, { text: 'needle' }, { budget: { ms: 0, least: 1, bytes: 1e9 } });
  expect(seqs).toEqual([1]);
  expect(pages.length).toBeGreaterThan(2);
  expect(pages[0]).toMatchObject({ rows: [], next: 5001, searchedTo: 6999, way: 'index' });
  expect(pages.at(-1)).toMatchObject({ next: null, searchedTo: 1000 });
  bare.index();
  // The index knows where it is.
  expect(
    paged(bare.reader, { text: 'needle' }, { budget: { ms: 0, least: 1, bytes: 1e9 } }).pages[0]!.rows,
  ).toHaveLength(1);
  // Too short for the index.
  expect(paged(bare.reader, { text: 'ee' }).pages[0]!.way).toBe('scan');
  expect(paged(bare.reader, { text: '\uE000\uE001\uE002' }).pages[0]!.way).toBe('scan');
});

test('parts of the index follow each other, and finished ones are made one piece', () => {
  const bare = testHistory();
  // As if a whole part had gone by: the numbers of a chain have no gap, so its rows are made to be there in one.
  const seqs = [1, 2 ** 18 - 1, 2 ** 18, 2 ** 19 + 5];
  for (const seq of seqs)
    bare.db
      .prepare(
        "INSERT INTO record (seq, kind, at, line, digest, hash, operator, request, status) VALUES (?, 'audit', ?, 1, zeroblob(32), zeroblob(32), 'Ada', CAST('filler.one' AS BLOB), 'ok')",
      )
      .run(seq, seq);
  bare.index();
  for (const filter of [
    { text: 'filler' },
    { operator: 'Ada' },
    { kind: 'audit' as const },
    { from: 2, to: 2 ** 19 },
  ]) {
    expect(paged(bare.reader, filter, { limit: 1 }).seqs).toEqual(plainly(bare.reader, filter));
    expect(paged(bare.reader, filter, { budget: { ms: 0, least: 1, bytes: 1 } }).seqs).toEqual(
      plainly(bare.reader, filter),
    );
  }
  expect(bare.db.prepare('SELECT number, merged FROM search_span').all()).toEqual([
    { number: 0, merged: 1 },
    { number: 1, merged: 1 },
    { number: 2, merged: 0 },
  ]);
});
