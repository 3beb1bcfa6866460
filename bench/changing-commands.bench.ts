import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { historyReads } from '#main/history/read-operations.ts';
import type { historyWrites } from '#main/history/write-operations.ts';
import type { Outcome, Request } from '#main/session/ports.ts';
import { linkTo, operator, startInstrument, startSession } from './instrument.fixture.ts';
import type { BenchResult } from './result.ts';

const rounds = 30;
const perRound = 100;
const goal = 0.8;

/**
 * Sequential commands that change something, each with its durable intent before the wire and its durable outcome after
 * it, against the same two durable records alone, in turns.
 */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bench-'));
  const database = await openDatabase<typeof historyWrites, typeof historyReads>({
    file: join(folder, 'lablink.db'),
  });
  const history = await openHistory(database);
  const instrument = await startInstrument();
  const session = await startSession(instrument.port, history.journal);
  const link = linkTo(`tcp://127.0.0.1:${instrument.port}`);
  const text = 'SOUR1:VOLT 3.3';
  const effects = [{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: 3.3 }] as const;
  const request: Request = {
    text,
    bytes: Buffer.from(`${text}\n`),
    lane: 'person',
    operator,
    effects,
    expectsReply: false,
  };
  const outcome: Outcome = { status: 'ok', reply: null, fault: null, queueMs: 0, wireMs: 0 };
  const runs = {
    records: async () => history.journal.settle(await history.journal.intend(link, request), outcome),
    commands: async () =>
      void (await session.exchange(text, { lane: 'person', operator, effects, reply: false })),
  };
  const rates: Record<keyof typeof runs, number[]> = { records: [], commands: [] };
  for (let round = -2; round < rounds; round++) {
    const order = round % 2 === 0 ? (['records', 'commands'] as const) : (['commands', 'records'] as const);
    for (const what of order) {
      const start = performance.now();
      for (let i = 0; i < perRound; i++) await runs[what]();
      if (round >= 0) rates[what].push((perRound / (performance.now() - start)) * 1000);
    }
  }
  await session.close();
  instrument.stop();
  await history.close();
  await database.close();
  rmSync(folder, { recursive: true });
  const ratio = median(rates.commands.map((rate, i) => rate / (rates.records[i] ?? Number.NaN)));
  return {
    name: 'changing commands',
    rows: [
      { what: 'intent and outcome alone', value: median(rates.records), unit: 'pairs/s', goal: '', ok: true },
      { what: 'changing commands', value: median(rates.commands), unit: 'commands/s', goal: '', ok: true },
      {
        what: 'commands against their records alone',
        value: ratio,
        unit: 'x',
        goal: `>= ${goal}`,
        ok: ratio >= goal,
      },
    ],
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
