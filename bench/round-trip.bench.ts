import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { historyReads } from '#main/history/read-operations.ts';
import type { historyWrites } from '#main/history/write-operations.ts';
import { batchedJournal, operator, startInstrument, startSession } from './instrument.fixture.ts';
import { bareClient } from './peers/bare-client.ts';
import { type BenchResult, figure } from './result.ts';

const whos = ['bare', 'session', 'alone'] as const;
// Short rounds, in turns: what else this PC does falls on all of them alike.
const rounds = 40;
const perRound = 1_000;

/** Sequential queries without effect through a session, journalled in the real history, against a bare `node:net` client on the same server, in turns. */
export async function run(): Promise<BenchResult> {
  const instrument = await startInstrument();
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bench-'));
  const database = await open(folder);
  const history = await openHistory(database);
  const bare = await bareClient(instrument.port);
  const session = await startSession(instrument.port, history.journal);
  const book = batchedJournal();
  const alone = await startSession(instrument.port, book.journal);
  const options = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
  const runs = {
    bare: () => bare.ask('MEAS1:VOLT?'),
    session: () => session.exchange('MEAS1:VOLT?', options),
    alone: () => alone.exchange('MEAS1:VOLT?', options),
  };
  const rates: Record<keyof typeof runs, number[]> = { bare: [], session: [], alone: [] };
  for (let round = -2; round < rounds; round++) {
    // In turns, and each first as often as the other.
    const order = round % 2 === 0 ? whos : whos.toReversed();
    for (const who of order) {
      const ask = runs[who];
      const start = performance.now();
      for (let i = 0; i < perRound; i++) await ask();
      if (round >= 0) rates[who].push((perRound / (performance.now() - start)) * 1000);
    }
  }
  await session.close();
  await alone.close();
  book.close();
  bare.close();
  instrument.stop();
  await history.close();
  await database.close();
  const { rows } = await countAgain(folder);
  rmSync(folder, { recursive: true });
  const against = (who: 'session' | 'alone'): number =>
    median(rates[who].map((rate, i) => rate / (rates.bare[i] ?? Number.NaN)));
  const ratio = against('session');
  const all = rows >= (rounds + 2) * perRound;
  return {
    name: 'round trip',
    rows: [
      figure('bare node:net client', median(rates.bare), 'queries/s', { samples: rates.bare }),
      figure('session, journalled in the history', median(rates.session), 'queries/s', {
        samples: rates.session,
      }),
      {
        what: 'session against bare, median of the rounds',
        value: ratio,
        unit: 'x',
        goal: '>= 0.8',
        ok: ratio >= 0.8,
      },
      {
        what: 'session whose batches nobody writes, against bare',
        value: against('alone'),
        unit: 'x',
        goal: '',
        ok: true,
      },
      { what: 'exchanges journalled', value: rows, unit: 'rows', goal: 'every one', ok: all },
    ],
  };
}

/** What is on the disk after everything was closed. */
async function countAgain(folder: string): Promise<{ rows: number }> {
  const database = await open(folder);
  const totals = await database.read('totals', null);
  await database.close();
  return totals;
}

const open = (folder: string) =>
  openDatabase<typeof historyWrites, typeof historyReads>({ file: join(folder, 'lablink.db') });

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
