import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { historyReads } from '#main/history/read-operations.ts';
import type { historyWrites } from '#main/history/write-operations.ts';
import { operator, startInstrument, startSession } from './instrument.fixture.ts';
import { bareClient } from './peers/bare-client.ts';
import type { BenchResult } from './result.ts';

const rounds = 12;
const perRound = 3_000;

/** Sequential queries without effect through a session, journalled in the real history, against a bare `node:net` client on the same server, in turns. */
export async function run(): Promise<BenchResult> {
  const instrument = await startInstrument();
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bench-'));
  const database = await openDatabase<typeof historyWrites, typeof historyReads>({
    file: join(folder, 'lablink.db'),
  });
  const history = await openHistory(database);
  const bare = await bareClient(instrument.port);
  const session = await startSession(instrument.port, history.journal);
  const options = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
  const runs = {
    bare: () => bare.ask('MEAS1:VOLT?'),
    session: () => session.exchange('MEAS1:VOLT?', options),
  };
  const rates: Record<keyof typeof runs, number[]> = { bare: [], session: [] };
  for (let round = -2; round < rounds; round++) {
    // In turns, and each first as often as the other.
    const order = round % 2 === 0 ? (['bare', 'session'] as const) : (['session', 'bare'] as const);
    for (const who of order) {
      const ask = runs[who];
      const start = performance.now();
      for (let i = 0; i < perRound; i++) await ask();
      if (round >= 0) rates[who].push((perRound / (performance.now() - start)) * 1000);
    }
  }
  await session.close();
  bare.close();
  instrument.stop();
  await history.close();
  const rows = await countRows(database);
  await database.close();
  rmSync(folder, { recursive: true });
  const ratios = rates.session.map((rate, i) => rate / (rates.bare[i] ?? Number.NaN));
  const ratio = median(ratios);
  const all = book.noted() >= rounds * perRound;
  return {
    name: 'round trip',
    rows: [
      { what: 'bare node:net client', value: median(rates.bare), unit: 'queries/s', goal: '', ok: true },
      {
        what: 'session, journalled in batches',
        value: median(rates.session),
        unit: 'queries/s',
        goal: '',
        ok: true,
      },
      {
        what: 'session against bare, median of the rounds',
        value: ratio,
        unit: 'x',
        goal: '>= 0.8',
        ok: ratio >= 0.8,
      },
      { what: 'exchanges journalled', value: book.noted(), unit: 'rows', goal: 'every one', ok: all },
    ],
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
