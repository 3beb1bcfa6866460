import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import type { Journal, Outcome, Request } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';
import { operator, startInstrument, startSession } from './instrument.fixture.ts';
import { bareClient } from './peers/bare-client.ts';
import { openJournalPeer } from './peers/journal-peer.ts';
import { type BenchResult, figure } from './result.ts';

const rounds = 10;
const roundMs = 700;
const writers = 50;

const link: Link = {
  instrument: 'i1',
  name: 'Supply',
  address: 'tcp://127.0.0.1:5025',
  vendor: 'LabLink',
  model: 'SIM-PSU-2',
  serial: '1',
  firmware: '1.0',
  driver: 'lablink-simulated-supply 1',
};
const effects = [{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: 3.3 }] as const;
const request: Request = {
  text: 'SOUR1:VOLT 3.3',
  bytes: Buffer.from('SOUR1:VOLT 3.3\n'),
  lane: 'person',
  operator,
  effects,
  expectsReply: false,
};
const outcome: Outcome = { status: 'ok', reply: null, fault: null, queueMs: 0.2, wireMs: 0.4 };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;

/** Pairs of intent and outcome a second with 50 writers that each wait; every wait goes to `waits`, in ms. */
async function grouped(journal: Journal, waits: number[]): Promise<number> {
  const start = performance.now();
  let pairs = 0;
  const waited = async <T>(work: Promise<T>): Promise<T> => {
    const from = performance.now();
    const value = await work;
    waits.push(performance.now() - from);
    return value;
  };
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() - start < roundMs) {
        const id = await waited(journal.intend(link, request));
        await waited(journal.settle(id, outcome));
        pairs++;
      }
    }),
  );
  return (pairs / (performance.now() - start)) * 1000;
}

/** How often a second something is done one by one. */
async function rate(once: () => unknown): Promise<number> {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < roundMs) {
    await once();
    count++;
  }
  return (count / (performance.now() - start)) * 1000;
}

/**
 * The journal with its real writer thread, against bare better-sqlite3 that commits the same records one by one: 50
 * writers at once, then changing commands one after the other over a real socket. Rounds of both in turns.
 */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-journal-bench-'));
  const database = await openDatabase<WriteOps, ReadOps>({ file: join(folder, 'lablink.db') });
  const history = await openHistory(database);
  const peer = openJournalPeer(join(folder, 'peer.db'));
  const instrument = await startInstrument();
  const bare = await bareClient(instrument.port);
  const session = await startSession(instrument.port, history.journal);

  const waits: number[] = [];
  const rates = {
    grouped: [] as number[],
    oneByOne: [] as number[],
    commands: [] as number[],
    bare: [] as number[],
  };
  const steps = {
    grouped: () => grouped(history.journal, waits),
    oneByOne: () => rate(() => peer.settle(peer.intend(link, request), outcome)),
    commands: () =>
      rate(() =>
        session.exchange('SOUR1:VOLT 3.3;*OPC?', { lane: 'person', operator, effects, reply: true }),
      ),
    bare: () =>
      rate(async () => {
        const id = peer.intend(link, request);
        const reply = Buffer.from(await bare.ask('SOUR1:VOLT 3.3;*OPC?'), 'latin1');
        peer.settle(id, { ...outcome, reply });
      }),
  };
  const names = Object.keys(steps) as (keyof typeof steps)[];
  for (let round = -2; round < rounds; round++) {
    if (round === 0) waits.length = 0;
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await steps[name]();
      if (round >= 0) rates[name].push(value);
    }
  }

  await session.close();
  bare.close();
  instrument.stop();
  peer.close();
  await history.close();
  await database.close();
  rmSync(folder, { recursive: true });

  const ratio = median(rates.grouped.map((each, round) => each / rates.oneByOne[round]!));
  const commands = median(rates.commands.map((each, round) => each / rates.bare[round]!));
  const p99 = percentile(waits, 0.99);
  return {
    name: 'journal',
    rows: [
      figure('peer: intent + outcome, one by one', median(rates.oneByOne), 'pairs/s', {
        samples: rates.oneByOne,
      }),
      figure('peer: bare durable commits', 2 * median(rates.oneByOne), 'commits/s'),
      figure(`journal: intent + outcome, ${writers} writers`, median(rates.grouped), 'pairs/s', {
        samples: rates.grouped,
      }),
      {
        what: 'journal against peer, median of the rounds',
        value: ratio,
        unit: 'x',
        goal: '>= 8',
        ok: ratio >= 8,
      },
      figure('wait for a durable record, p50', percentile(waits, 0.5), 'ms'),
      { what: 'wait for a durable record, p99', value: p99, unit: 'ms', goal: '< 15', ok: p99 < 15 },
      figure('peer: commit, bare socket, commit', median(rates.bare), 'commands/s', { samples: rates.bare }),
      figure('session: changing commands', median(rates.commands), 'commands/s', { samples: rates.commands }),
      // A bound, not a goal: this peer commits on the thread that talks to the instrument, which stands still meanwhile.
      figure('changing commands against commit, socket, commit on one blocked thread', commands, 'x'),
    ],
  };
}
