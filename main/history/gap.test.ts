import { copyFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenDatabase } from '#main/database/database.ts';
import { look } from '#main/database/tamper.fixture.ts';
import { Fault } from '#shared/faults.ts';
import type { HistoryDatabase } from './book.ts';
import { Gap, type GapDetail } from './gap.ts';
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
import { GapFile } from './gap-file.ts';
import { openHistory } from './open-history.ts';
import type { historyReads } from './read-operations.ts';
import type { historyWrites } from './write-operations.ts';

const full = new Fault(
  'HISTORY_UNWRITABLE',
  'The disk is full: nothing more can be written to the database.',
);

/** A real database whose disk can be made full and given space again. */
function disk(): { full: boolean; wrap: (database: HistoryDatabase) => HistoryDatabase } {
  const state = {
    full: false,
    wrap: (database: HistoryDatabase): HistoryDatabase => ({
      ...database,
      write: (name, input) => (state.full ? Promise.reject(full) : database.write(name, input)),
      defer: (name, input) => (state.full ? Promise.reject(full) : database.defer(name, input)),
    }),
  };
  return state;
}

test('R-14: notes and audit rows that could not be written are confessed: how many, from when to when', async () => {
  const space = disk();
  const { history, database } = await openedHistory(historyFile(), { wrap: space.wrap });
  const tail = tailOf(history);
  await history.audit.record(audited('before'));
  space.full = true;
  history.journal.note(link(), request('A?'), outcome('1'), 2_000);
  history.journal.note(link(), request('B?'), outcome('2'), 1_000);
  await expect(history.audit.record({ ...audited('C'), at: 5_000 })).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  await expect(history.journal.intend(link(), request('D'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  expect(history.health.writable).toBe(false);
  space.full = false;
  const row = await tail.until(({ request: action }) => action === 'history.gap');
  // The clock went back in between; the intent was refused, so nothing happened that is missing.
  expect(row.reply).toBe('lost: 3, from: 1970-01-01T00:00:01.000Z, to: 1970-01-01T00:00:05.000Z');
  expect(history.health.writable).toBe(true);
  expect((await allLines(history)).map((line) => line.request)).toEqual([
    'history.gap',
    'before',
    'history.opened',
  ]);
  expect(await verified(database)).toMatchObject({ broken: null });
});

test('R-14: a really full disk: what does not fit is counted, what fits is there, and the file is whole', async () => {
  const file = historyFile();
  await (await openedHistory(file)).close();
  const [empty] = look<{ page_count: number }>(file, 'PRAGMA page_count');
  // Room for some of it, however many tables there are.
  const { history, close } = await openedHistory(file, { maxPages: empty!.page_count + 40 });
  const tail = tailOf(history);
  const noted = 8;
  const big = Buffer.alloc(40_000, 65);
  for (let i = 0; i < noted; i++) {
    history.journal.note(link(), request(`CURV? ${i}`), outcome(big), Date.now());
    // Each in a batch of its own: what fits, fits.
    await history.journal.intend(link(), request(`VOLT ${i}`)).catch(() => undefined);
  }
  const row = await tail.until(({ request: action }) => action === 'history.gap');
  const lost = Number(/lost: (\d+)/.exec(row.reply ?? '')?.[1]);
  await close();
  const roomy = await openedHistory(file);
  const there = (await allLines(roomy.history, { text: 'CURV?' })).length;
  expect(there).toBeGreaterThan(0);
  expect(lost).toBeGreaterThan(0);
  const gaps = (await allLines(roomy.history, { text: 'lost' })).map(({ reply }) =>
    Number(/lost: (\d+)/.exec(reply ?? '')?.[1]),
  );
  expect(there + gaps.reduce((sum, each) => sum + each, 0)).toBe(noted);
  expect(await verified(roomy.database)).toMatchObject({ broken: null, done: true });
});

test('an outcome that could not be written is written as soon as it can be, and is no gap', async () => {
  const space = disk();
  const asked: string[] = [];
  const { history, database } = await openedHistory(historyFile(), {
    wrap(real) {
      const onDisk = space.wrap(real);
      return { ...onDisk, write: (name, input) => (asked.push(name), onDisk.write(name, input)) };
    },
  });
  const tail = tailOf(history);
  const id = await history.journal.intend(link(), request('VOLT 1'));
  space.full = true;
  await expect(history.journal.settle(id, outcome('late'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  expect(history.health.writable).toBe(false);
  space.full = false;
  await tail.until(({ seq, status }) => seq === id && status === 'ok');
  const lines = await allLines(history);
  expect(lines.map((line) => [line.request, line.status, line.reply])).toEqual([
    ['VOLT 1', 'ok', 'late'],
    ['history.opened', 'ok', 'inFlight: 0'],
  ]);
  expect(history.health.writable).toBe(true);
  expect(await verified(database)).toMatchObject({ broken: null });
  // Once it is there, it is not tried again.
  const settled = asked.length;
  await history.close();
  expect(asked.slice(settled)).toEqual([]);
});

test('an outcome whose answer was lost on the way is not written twice', async () => {
  let swallow = false;
  const { history, database } = await openedHistory(historyFile(), {
    wrap: (real) => ({
      ...real,
      async write(name, input) {
        const answer = await real.write(name, input);
        if (swallow) throw new Fault('DATABASE_FAILED', 'The database thread ended.');
        return answer;
      },
    }),
  });
  const id = await history.journal.intend(link(), request('VOLT 1'));
  swallow = true;
  await expect(history.journal.settle(id, outcome('x'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  swallow = false;
  await history.close();
  expect((await allLines(history)).map(({ status }) => status)).toEqual(['ok', 'ok']);
  expect(await verified(database)).toMatchObject({ broken: null });
});

test('R-3: with a broken database the history opens, refuses what changes something, and says why', async () => {
  const reason = new Fault('DATABASE_NEWER', 'The database has version 9.', {
    remedy: 'Start the newer one.',
  });
  const history = await openHistory(brokenDatabase(reason));
  expect(history.health).toEqual({ rows: 0, writable: false });
  await expect(history.journal.intend(link(), request('VOLT 1'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
    remedy: 'Start the newer one.',
  });
  await expect(history.audit.record(audited('x'))).rejects.toMatchObject({ code: 'HISTORY_UNWRITABLE' });
  await expect(history.handlers.totals({}, call())).rejects.toBe(reason);
  // Beside the wire: never throws, never waits.
  history.journal.note(link(), request('OUTP OFF', 'Ada', 'emergency'), outcome(), Date.now());
  history.journal.reading(link(), [{ channel: 1, quantity: 'voltage', unit: 'V', value: 1, at: 1 }], 1);
  await history.close();
  expect(history.health.writable).toBe(false);
});

test('R-23: replies that wait for a disk that hangs are bounded, and what was given up is counted', async () => {
  let release = (): void => undefined;
  const hang = new Promise<void>((resolve) => (release = resolve));
  let waiting = 0;
  const { history } = await openedHistory(historyFile(), {
    wrap: (real) => ({
      ...real,
      async defer(name, input) {
        waiting++;
        await hang;
        return await real.defer(name, input);
      },
    }),
  });
  const big = Buffer.alloc(8 * 1024 * 1024, 1);
  for (let i = 0; i < 10; i++) history.journal.note(link(), request(`CURV? ${i}`), outcome(big), 1_000 + i);
  expect(history.health.writable).toBe(false);
  release();
  await history.close();
  expect(waiting).toBe(8);
  const [gap] = await allLines(history, { text: 'lost' });
  expect(gap?.reply).toContain('lost: 2');
});

test('what is lost while a gap is being confessed belongs to the next row', async () => {
  const gap = new Gap();
  const told: GapDetail[] = [];
  gap.widen(10, 2);
  await gap.confess((detail) => {
    told.push(detail);
    gap.widen(30);
    return Promise.reject(new Error('still full'));
  });
  expect(gap.open).toBe(true);
  await gap.confess((detail) => {
    told.push(detail);
    gap.widen(40);
    return Promise.resolve();
  });
  await gap.confess((detail) => Promise.resolve(told.push(detail)));
  expect(gap.open).toBe(false);
  const ms = told.map(({ lost, from, to }) => [lost, Date.parse(from), Date.parse(to)]);
  expect(ms).toEqual([
    [2, 10, 10],
    [3, 10, 30],
    [1, 40, 40],
  ]);
});

test('R-35: by the policy to go on, changing commands are sent although they cannot be recorded, and are counted; no number is taken twice', async () => {
  const space = disk();
  const { history } = await openedHistory(historyFile(), { wrap: space.wrap });
  const tail = tailOf(history);
  space.full = true;
  await expect(history.journal.intend(link(), request('VOLT 1'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  history.whenFull('go-on');
  const one = await history.journal.intend(link(), request('VOLT 2'));
  const other = await history.journal.intend(link(), request('VOLT 3'));
  expect(new Set([one, other]).size).toBe(2);
  await history.journal.settle(one, outcome());
  await history.journal.settle(other, outcome());
  expect(history.health.writable).toBe(false);
  space.full = false;
  const row = await tail.until(({ request: action }) => action === 'history.gap');
  expect(row.reply).toMatch(/^lost: 2, /);
  history.whenFull('refuse');
  space.full = true;
  await expect(history.journal.intend(link(), request('VOLT 4'))).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
});

test('R-35, R-14: a console that is killed while its disk is full is answered for by the next one', async () => {
  const file = historyFile();
  const gapFile = join(dirname(file), 'history.gap');
  const database = brokenDatabase<typeof historyWrites, typeof historyReads>(full);
  const history = await openHistory(database, { gapFile });
  history.whenFull('go-on');
  await history.journal.intend(link(), request('VOLT 1'));
  await history.journal.intend(link(), request('VOLT 2'));
  await expect(history.audit.record({ ...audited('C'), at: 5_000 })).rejects.toMatchObject({
    code: 'HISTORY_UNWRITABLE',
  });
  // As it is after a kill: this one here lives on, and goes on writing to its own.
  const left = join(dirname(file), 'history.gap.left');
  copyFileSync(gapFile, left);
  await history.close();
  const next = await openedHistory(file, { gapFile: left });
  const row = await tailOf(next.history).until(({ request: action }) => action === 'history.gap');
  expect(row.reply).toMatch(/^lost: 3, from: 1970-01-01T00:00:05.000Z, /);
  await next.close();
  const third = await openedHistory(file, { gapFile: left });
  await third.close();
  const gaps = look<{ count: number }>(
    file,
    "SELECT count(*) AS count FROM record WHERE CAST(request AS TEXT) = 'history.gap'",
  );
  expect(gaps).toEqual([{ count: 1 }]);
});

test('a gap file that says nothing, or nonsense, is no gap; its length never changes', () => {
  const path = join(dirname(historyFile()), 'history.gap');
  const fresh = new GapFile(path);
  expect(fresh.read()).toBeNull();
  fresh.write({ count: 3, from: 1, to: 2 });
  expect(new GapFile(path).read()).toEqual({ count: 3, from: 1, to: 2 });
  const size = statSync(path).size;
  fresh.write(null);
  expect(new GapFile(path).read()).toBeNull();
  expect(statSync(path).size).toBe(size);
  for (const text of ['x', '-1 2 3', '1.5 2 3', '1', '9'.repeat(300)]) {
    writeFileSync(path, text.padEnd(128));
    expect(new GapFile(path).read(), text).toBeNull();
  }
  expect(new GapFile(join(path, 'nowhere')).read()).toBeNull();
});
