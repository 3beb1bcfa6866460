import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadable } from '#main/database/connection.ts';
import { openDatabase } from '#main/database/database.ts';
import type { Database, ReadableDb } from '#main/database/operations.ts';
import { openHistory } from '#main/history/open-history.ts';
import { page } from '#main/history/page.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import type { Journal, Outcome, Request } from '#main/session/ports.ts';
import { everything, type HistoryFilter, type Link } from '#shared/contract/history.ts';
import { fillHistory, rareWord } from './history-lines.fixture.ts';
import { linkTo, operator } from './instrument.fixture.ts';
import { openJournalPeer } from './peers/journal-peer.ts';
import { plainHistory } from './peers/plain-history.ts';
import type { BenchResult, BenchRow } from './result.ts';

/** Writers are measured against a program that commits one by one: no desk is polled beside. */
export const alone = true;

const million = 1_000_000;
const rounds = 6;
const roundMs = 700;
const writers = 50;

const links: readonly Link[] = Array.from({ length: writers }, (_, i) => ({
  ...linkTo(`tcp://10.0.0.${i}:5025`),
  instrument: `i${i}`,
  name: `Bench ${i}`,
}));
const request = (volts: string): Request => ({
  text: `SOUR1:VOLT ${volts}`,
  bytes: Buffer.from(`SOUR1:VOLT ${volts}\n`),
  lane: 'person',
  operator,
  effects: [{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: 3.3 }],
  expectsReply: false,
});
const outcome: Outcome = { status: 'ok', reply: null, fault: null, queueMs: 0.2, wireMs: 0.4 };

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;
const median = (values: readonly number[]): number => percentile(values, 0.5);
const timed = (work: () => unknown): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

const figure = (what: string, value: number, unit: string): BenchRow => ({
  what,
  value,
  unit,
  goal: '',
  ok: true,
});
const below = (what: string, value: number, unit: string, limit: number): BenchRow => ({
  ...figure(what, value, unit),
  goal: `< ${limit}`,
  ok: value < limit,
});

const ask = (db: ReadableDb, filter: Partial<HistoryFilter>, limit: number) =>
  page(db, { ...everything, ...filter, before: null, limit });

/** p50 of the last ten of one instrument, ms, in the reader. */
function lastTen(db: ReadableDb): number {
  const once = (i: number): number => timed(() => ask(db, { instrument: `i${(i * 7) % 50}` }, 10));
  for (let i = 0; i < 500; i++) once(i);
  return median(Array.from({ length: 3000 }, (_, i) => once(i)));
}

const words = [
  rareWord,
  'MEAS:VOLT',
  'SOUR1:VOLT',
  '7.77',
  'TRIG:SOUR',
  'INSTRUMENT_TIMEOUT',
  'nowhere',
  'e+0',
];
const narrow: Partial<HistoryFilter>[] = [
  { instrument: 'i3' },
  { operator: 'Ada' },
  { lane: 'person' },
  { kind: 'exchange' },
  { errors: true },
  { slowerMs: 100 },
  { from: 1_700_000_000_000 },
];

/** p95 of the first page of a search, ms: each word several times, with one filter each or with none. */
function searching(db: ReadableDb, filters: readonly Partial<HistoryFilter>[]): number {
  const times: number[] = [];
  for (let round = 0; round < 8; round++)
    for (const text of words)
      for (const filter of filters) {
        const took = timed(() => ask(db, { ...filter, text }, 50));
        // The first round reads the file.
        if (round > 0) times.push(took);
      }
  return percentile(times, 0.95);
}

function reading(file: string, lines: number, limitMs: number): { rows: BenchRow[]; ten: number } {
  const db = openReadable(file);
  const ten = lastTen(db);
  const many = `${lines / million},000,000`;
  const rows = [
    below(`last ten of one instrument among ${many}, p50`, ten, 'ms', limitMs),
    below(`first 50 hits of a word among ${many}, p95`, searching(db, [{}]), 'ms', 50),
    below(`the same with one filter, p95`, searching(db, narrow), 'ms', 50),
    below(
      `first 50 lines of one filter alone, p95`,
      percentile(
        narrow.flatMap((filter) => Array.from({ length: 20 }, () => timed(() => ask(db, filter, 50)))),
        0.95,
      ),
      'ms',
      50,
    ),
  ];
  db.close();
  return { rows, ten };
}

/** Pairs of intent and outcome a second, until the index has them all. Every wait for the disk goes to `waits`, ms. */
async function writing(
  journal: Journal,
  database: Database<WriteOps, ReadOps>,
  waits: number[],
): Promise<number> {
  const start = performance.now();
  let pairs = 0;
  const waited = async <T>(work: Promise<T>): Promise<T> => {
    const from = performance.now();
    const value = await work;
    waits.push(performance.now() - from);
    return value;
  };
  await Promise.all(
    links.map(async (link) => {
      while (performance.now() - start < roundMs) {
        const id = await waited(journal.intend(link, request((pairs % 30).toFixed(3))));
        await waited(journal.settle(id, outcome));
        pairs++;
      }
    }),
  );
  let behind = true;
  while (behind) ({ behind } = await database.write('indexStep', { now: Date.now(), lines: 512, ms: 4 }));
  return (pairs / (performance.now() - start)) * 1000;
}

/** Searches without a pause until it is told to end. */
async function searchOn(database: Database<WriteOps, ReadOps>, end: AbortSignal): Promise<number> {
  let count = 0;
  for (; !end.aborted; count++)
    await database.read('page', {
      ...everything,
      text: words[count % words.length]!,
      before: null,
      limit: 50,
    });
  return count;
}

/** Writers and their peer in turns, without and with a search beside. */
async function appending(file: string, peerFile: string): Promise<BenchRow[]> {
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  const history = await openHistory(database);
  const peer = openJournalPeer(peerFile);
  const waits: number[] = [];
  const rates = { alone: [] as number[], searched: [] as number[], peer: [] as number[] };
  let searches = 0;
  for (let round = -1; round < rounds; round++) {
    const alone = await writing(history.journal, database, round < 0 ? [] : waits);
    const end = new AbortController();
    const search = searchOn(database, end.signal);
    const searched = await writing(history.journal, database, []);
    end.abort();
    const done = await search;
    const start = performance.now();
    let pairs = 0;
    for (; performance.now() - start < roundMs; pairs++)
      peer.settle(peer.intend(links[0]!, request('3.3')), outcome);
    if (round < 0) continue;
    searches += done;
    rates.alone.push(alone);
    rates.searched.push(searched);
    rates.peer.push((pairs / (performance.now() - start)) * 1000);
  }
  peer.close();
  await history.close();
  await database.close();
  const ratio = median(rates.alone.map((rate, round) => rate / rates.peer[round]!));
  const slowed = 1 - median(rates.searched.map((rate, round) => rate / rates.alone[round]!));
  return [
    figure('peer: intent + outcome, one by one', median(rates.peer), 'pairs/s'),
    figure(`intent + outcome, chained and indexed, ${writers} writers`, median(rates.alone), 'pairs/s'),
    { ...figure('against the peer, median of the rounds', ratio, 'x'), goal: '>= 6', ok: ratio >= 6 },
    below('wait for a durable record, p99', percentile(waits, 0.99), 'ms', 15),
    below('slowed by a search without a pause', slowed, '', 0.2),
    figure('searches meanwhile', (searches * 1000) / (rounds * roundMs), '1/s'),
  ];
}

/**
 * The history at 1,000,000 lines: reading in the reader's own thread, a plain table as before, and durable appends with chain and
 * index. With LABLINK_BENCH_SCALE=1 also at 10,000,000, which takes some minutes and 3 GB.
 */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-scale-bench-'));
  try {
    const file = join(folder, 'lablink.db');
    const { indexSeconds } = fillHistory(file, million);
    const plain = plainHistory(join(folder, 'plain.db'), million);
    const old = median(Array.from({ length: 9 }, (_, i) => timed(() => plain.lastTen(`i${i}`))));
    plain.close();
    const { rows, ten } = reading(file, million, 0.1);
    const result = [
      figure('index of 1,000,000 lines', indexSeconds, 's'),
      figure('peer: last ten of one instrument in a plain table of 1,000,000, p50', old, 'ms'),
      ...rows,
      ...(await appending(file, join(folder, 'peer.db'))),
    ];
    if (process.env['LABLINK_BENCH_SCALE'] === '1') {
      const big = join(folder, 'big.db');
      fillHistory(big, 10 * million);
      result.push(...reading(big, 10 * million, 2 * ten).rows);
    } else console.log('10,000,000 lines are measured with LABLINK_BENCH_SCALE=1 only.');
    return { name: 'history at scale', rows: result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
