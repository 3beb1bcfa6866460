import { expect, test } from 'vitest';
import { link, outcome, request } from '#main/history/history.fixture.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { calendar } from './counts.ts';
import { forgetBelow } from './forget.ts';
import { type Bare, paged, plainly, testHistory } from './search.fixture.ts';
import { sessions } from './sessions.ts';
import { indexStep } from './step.ts';

const hour = 3_600_000;
const days = ({ reader }: Bare, offsetMinutes = 0) =>
  calendar(reader, { from: 0, to: 1e14, offsetMinutes }).days;
const stretches = ({ reader }: Bare, before: number | null = null, limit = 100) =>
  sessions(reader, { before, limit });

test('the calendar counts the lines of a day by the clock of whoever looks, what failed and what was slow', () => {
  const bare = testHistory();
  const evening = Date.UTC(2026, 10, 24, 18, 40);
  bare.note(evening, link(), request('A'), outcome('1', { wireMs: 100 }));
  bare.note(evening + 1, link(), request('A'), outcome('1', { wireMs: 100.5 }));
  bare.note(evening + hour, link(), request('A'), outcome(null, { status: 'timeout' }));
  expect(days(bare)).toEqual([]);
  bare.index();
  expect(days(bare)).toEqual([{ day: '2026-11-24', lines: 3, failed: 1, slow: 1 }]);
  // Kathmandu: midnight is at 18:15 UTC; a quarter of an hour counts.
  expect(days(bare, 345).map(({ day }) => day)).toEqual(['2026-11-25']);
  expect(days(bare, 270).map(({ day, lines }) => [day, lines])).toEqual([
    ['2026-11-24', 2],
    ['2026-11-25', 1],
  ]);
  expect(calendar(bare.reader, { from: 0, to: 1, offsetMinutes: 0 }).countedTo).toBe(3);
});

test('a command that is in flight for long holds nothing up, and is counted as failed once it has', () => {
  const bare = testHistory();
  const slow = bare.intend(1000, link(), request('CAL:ALL'));
  bare.note(1001, link(), request('B'), outcome('x'));
  // Young: the index waits for it.
  expect(indexStep(bare.db, { now: 1500, lines: 100, ms: 100 })).toEqual({ indexedTo: 0, behind: false });
  bare.index(10_000);
  expect(paged(bare.reader, { text: 'CAL:ALL' }).seqs).toEqual([slow]);
  expect(paged(bare.reader, { errors: true }).seqs).toEqual([]);
  bare.settle(slow, 60_000, outcome(null, { status: 'error', fault: 'INSTRUMENT_ERROR: no calibration' }));
  for (const once of ['before its outcome is indexed', 'and after']) {
    expect(paged(bare.reader, { text: 'no calibration' }).seqs, once).toEqual([slow]);
    expect(paged(bare.reader, { errors: true }).seqs, once).toEqual([slow]);
    bare.index(70_000);
  }
  expect(days(bare)).toEqual([{ day: '1970-01-01', lines: 2, failed: 1, slow: 0 }]);
  expect(stretches(bare).sessions).toMatchObject([{ id: slow, lines: 2, failed: 1 }]);
  expect(bare.db.prepare('SELECT * FROM search_apart').all()).toEqual([]);
});

test('what was in flight when the console ended has failed, also when it was indexed before', () => {
  const bare = testHistory();
  const seq = bare.intend(1000, link(), request('OUTP ON'));
  bare.index(10_000);
  historyWrites.markInterrupted(bare.db, 20_000);
  expect(paged(bare.reader, { errors: true }).seqs).toEqual([seq]);
  bare.index(30_000);
  expect(paged(bare.reader, { errors: true }).seqs).toEqual([seq]);
  expect(days(bare)).toMatchObject([{ failed: 1 }]);
});

test('a work session ends with a pause of more than 30 min; polling and the console itself make none', () => {
  const bare = testHistory();
  const at = 1_800_000_000_000;
  const first = bare.note(at, link('i1', 'Supply'), request('A', 'Ada'), outcome('x'));
  bare.note(at + hour / 2, link('i2', 'Load'), request('B', 'Bob'), outcome(null, { status: 'timeout' }));
  for (let minute = 30; minute < 120; minute += 10)
    bare.note(at + minute * 60_000, link(), request('P?', 'console', 'poll'), outcome('x'));
  bare.audit(at + hour, 'console', 'history.gap', {});
  // A step ends in the middle of a session, too.
  bare.index();
  const second = bare.audit(at + hour + 1, 'Ada', 'instruments.set', { id: 'i7' });
  bare.index();
  const got = stretches(bare).sessions;
  expect(got).toMatchObject([
    { id: second, lines: 1, operators: ['Ada'], instruments: [{ id: 'i7', name: 'i7' }] },
    {
      id: first,
      from: at,
      to: at + hour / 2,
      lines: 2,
      failed: 1,
      operators: ['Ada', 'Bob'],
      instruments: [
        { id: 'i1', name: 'Supply' },
        { id: 'i2', name: 'Load' },
      ],
    },
  ]);
  expect(stretches(bare, null, 1)).toMatchObject({ next: second, sessions: [{ id: second }] });
  expect(stretches(bare, second, 1)).toMatchObject({ next: null, sessions: [{ id: first }] });
});

test('an index that was dropped, in part or whole, is built again; nothing counts twice', () => {
  const bare = testHistory();
  for (let at = 0; at < 700; at++) bare.note(at, link(), request(`VOLT ${at}`), outcome('x'));
  bare.index();
  const was = { days: days(bare), sessions: stretches(bare) };
  for (const harm of ['DROP TABLE search_0', 'UPDATE search_state SET version = 99']) {
    bare.db.exec(harm);
    bare.index();
    expect({ days: days(bare), sessions: stretches(bare) }).toEqual(was);
    expect(paged(bare.reader, { text: 'volt 69' }).seqs).toEqual(plainly(bare.reader, { text: 'volt 69' }));
  }
});

test('where retention has been, what was kept is still found, and the index goes with the rest', () => {
  const bare = testHistory();
  const put = (seq: number, action: string): void => {
    bare.db
      .prepare(
        `INSERT INTO record (seq, kind, at, line, digest, hash, operator, request, status, detail)
         VALUES (?, 'audit', ?, 1, zeroblob(32), zeroblob(32), 'Ada', CAST(? AS BLOB), 'ok', '{"instrument":"i1"}')`,
      )
      .run(seq, seq, action);
  };
  for (const seq of [1, 2, 3, 2 ** 18 + 1, 2 ** 18 + 2]) put(seq, 'filler.one');
  bare.index();
  bare.db.exec('DROP TRIGGER record_is_append_only_delete');
  // Row 2 is pinned.
  bare.db.exec(`DELETE FROM record WHERE seq < ${2 ** 18 + 2} AND seq <> 2`);
  while (forgetBelow(bare.db, 2 ** 18 + 2));
  for (const filter of [{ text: 'filler' }, { operator: 'Ada' }, { instrument: 'i1' }, { to: 100 }, {}])
    expect(paged(bare.reader, filter).seqs, JSON.stringify(filter)).toEqual(plainly(bare.reader, filter));
  expect(bare.db.prepare('SELECT number FROM search_span').all()).toEqual([{ number: 1 }]);
  expect(bare.db.prepare('SELECT seq FROM search_instrument').all()).toEqual([
    { seq: 2 },
    { seq: 2 ** 18 + 2 },
  ]);
});
