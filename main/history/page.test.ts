import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { look } from '#main/database/tamper.fixture.ts';
import {
  allLines,
  audited,
  call,
  historyFile,
  link,
  openedHistory,
  outcome,
  request,
  tailOf,
  verified,
} from './history.fixture.ts';
import type { HistoryRow } from '#shared/contract/history.ts';

const word = fc.constantFrom('VOLT', 'volt', 'Curr', 'µA', 'x%y_', "it's", '50', '\u0000\u0001', 'ÄÖ');
const text = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const step = fc.record({
  what: fc.constantFrom('exchange', 'note', 'audit', 'inFlight'),
  text,
  reply: fc.option(text),
  operator: fc.constantFrom('Ada', 'Bob VOLT'),
  instrument: fc.constantFrom('i1', 'i2'),
});

test('pages, search and totals agree with a list that is filtered by hand', { timeout: 60_000 }, async () => {
  const { history, database } = await openedHistory(historyFile());
  const { journal, audit } = history;
  const tail = tailOf(history);
  /** Newest first: what a line may be found by, and where it belongs. */
  const model: { seq: number; instrument: string | null; words: string[] }[] = [];
  const steps = fc.sample(step, { numRuns: 150, seed: 7 });
  for (const { what, text: said, reply, operator, instrument } of steps) {
    const over = link(instrument, instrument === 'i1' ? 'Bench supply' : 'Load');
    const asked = request(said, operator);
    const result = outcome(reply === null ? null : Buffer.from(reply), {
      fault: reply === null ? 'INSTRUMENT_TIMEOUT' : null,
    });
    let words = [said, operator, over.name];
    let seq: number;
    if (what === 'audit') {
      await audit.record({ ...audited('accounts.signIn', { said }), who: operator });
      seq = (await tail.until((row) => row.kind === 'audit' && !model.some((each) => each.seq === row.seq)))
        .seq;
      words = ['accounts.signIn', operator, `said: ${said}`];
    } else if (what === 'note') {
      const at = 1_000_000 + model.length;
      journal.note(over, asked, result, at);
      seq = (await tail.until((row) => row.at === at)).seq;
    } else {
      seq = await journal.intend(over, asked);
      if (what === 'exchange') await journal.settle(seq, result);
    }
    if (what === 'exchange' || what === 'note') words.push(reply ?? '', result.fault ?? '');
    model.unshift({ seq, instrument: what === 'audit' ? null : instrument, words });
  }
  const opened = {
    seq: 1,
    instrument: null,
    words: ['history.opened', 'console', 'inFlight: 0', 'History opened'],
  };
  const lower = (given: string): string => given.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const expected = (needle: string, instrument: string | null): number[] =>
    [...model, opened]
      .filter((each) => instrument === null || each.instrument === instrument)
      .filter(({ words }) => words.some((each) => lower(each).includes(lower(needle))))
      .map(({ seq }) => seq);

  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.constant(''),
        fc.constantFrom(
          'volt',
          'VOLT',
          'curr',
          '%',
          '_',
          "'",
          'bob',
          'TIMEOUT',
          'bench s',
          'signin',
          'nowhere',
        ),
      ),
      fc.constantFrom(null, 'i1', 'i2', 'i3'),
      fc.integer({ min: 1, max: 200 }),
      async (needle, instrument, limit) => {
        const rows = await allLines(history, { text: needle, instrument, limit });
        expect(rows.map(({ seq }) => seq)).toEqual(expected(needle, instrument));
      },
    ),
    { numRuns: 40 },
  );
  expect(await history.handlers.totals({}, call())).toMatchObject({ rows: steps.length + 1, interrupted: 0 });
  expect(history.health.rows).toBe(steps.length + 1);
  expect(await verified(database)).toMatchObject({ broken: null });
});

test('the tail shows the same lines as the pages: in flight, with its outcome, notes and audit rows', async () => {
  const { history } = await openedHistory(historyFile());
  const tail = tailOf(history);
  const id = await history.journal.intend(link(), request('VOLT 1;VOLT?'));
  const [inFlight] = await allLines(history, { limit: 1 });
  expect(await tail.until(({ seq }) => seq === id)).toEqual(inFlight);
  expect(inFlight).toMatchObject({ status: 'in-flight', interrupted: false, reply: null });
  await history.journal.settle(id, outcome('3.3\n'));
  history.journal.note(link(), request('CURV?'), outcome(Buffer.alloc(100_000, 1)), Date.now());
  await tail.until(({ request: sent }) => sent === 'CURV?');
  await history.audit.record(audited('instruments.set', { channel: 1 }, 'SAFETY_ENVELOPE'));
  await tail.until(({ kind }) => kind === 'audit');
  const newest = new Map<number, HistoryRow>(tail.rows.map((row) => [row.seq, row]));
  const stored = (await allLines(history)).filter(({ request: sent }) => sent !== 'history.opened');
  expect([...newest.values()].toSorted((a, b) => b.seq - a.seq)).toEqual(stored);
  expect(stored.map(({ reply, status, fault }) => [reply, status, fault])).toEqual([
    ['channel: 1', 'refused', 'SAFETY_ENVELOPE'],
    ['binary, 100,000 bytes', 'ok', null],
    ['3.3', 'ok', null],
  ]);
});

test('a long reply is cut; its length and the digest of the whole stay', async () => {
  const file = historyFile();
  const { history, close } = await openedHistory(file);
  const whole = Buffer.alloc(200_000, 'abc');
  const id = await history.journal.intend(link(), request('DATA?'));
  await history.journal.settle(id, outcome(whole));
  await close();
  const [row] = look<{ reply: Buffer; reply_length: number; reply_sha256: Buffer }>(
    file,
    'SELECT reply, reply_length, reply_sha256 FROM record WHERE intent IS NOT NULL',
  );
  expect(row!.reply).toEqual(whole.subarray(0, 65_536));
  expect(row!.reply_length).toBe(200_000);
  expect(row!.reply_sha256).toEqual(createHash('sha256').update(whole).digest());
});
