import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { historyFile } from '#main/critical-paths/data.ts';
import { commandOf, linkOf, settled } from '#main/critical-paths/desk.ts';
import { fillHistory } from '#main/critical-paths/fill.ts';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import type { Journal } from '#main/session/ports.ts';
import { asyncRound, inTurns, syncRound } from '../in-turns.ts';
import { openJournalPeer } from '../peers/journal-peer.ts';
import { plainHistory } from '../peers/plain-history.ts';
import { atLeast, type BenchChart, type BenchRow, median } from '../result.ts';
import { openPath, rateRow } from './path-round.ts';
import { historySizes, pythonRound, rounds, roundMs, type Setting } from './setting.ts';

/** What the old baseline published, a second. source: issue 6, Goals. */
const old = { log: 106, query: 733 };
const writers = 50;
const id = 'history.query.large';

const many = (value: number): string => value.toLocaleString('en-US');
const sized = (historyLines: number) => ({ historyLines, backupBytes: 0, backups: 0 });

/** So many commands at once, each waiting for its own records: how long one took, ms. */
async function together(journal: Journal, count: number): Promise<number> {
  let number = 0;
  const once = async (): Promise<void> => {
    const intent = await journal.intend(linkOf(0), commandOf(number++));
    await journal.settle(intent, settled);
  };
  return (await asyncRound(() => Promise.all(Array.from({ length: count }, once)), roundMs)) / count;
}

/** Commands logged onto a history of so many lines; counted before and after. */
async function logOnto(file: string): Promise<readonly number[]> {
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  const history = await openHistory(database);
  const before = await database.read('totals', null);
  let logged = 0;
  const counting: Journal = {
    ...history.journal,
    async settle(...given) {
      await history.journal.settle(...given);
      logged++;
    },
  };
  const found = await inTurns([{ name: 'log', round: () => together(counting, writers) }], rounds);
  const { rows } = await database.read('totals', null);
  await history.close();
  await database.close();
  if (rows !== before.rows + logged)
    throw new Error(`${rows} lines are in the history instead of ${before.rows + logged}`);
  return found.get('log')!;
}

/** The command log against what others do one commit at a time. */
async function logging({ root, python }: Setting): Promise<{ rows: BenchRow[]; empty: readonly number[] }> {
  const log = await openPath('history.log', { data: root, folder: root, sizes: sized(0) });
  const alone = join(root, 'one.db');
  const database = await openDatabase<WriteOps, ReadOps>({ file: alone });
  const history = await openHistory(database);
  const peer = openJournalPeer(join(root, 'peer.db'));
  let pythonRows = 0;
  let pythonSaid = 0;
  const found = await inTurns(
    [
      log,
      { name: 'one', round: () => together(history.journal, 1) },
      {
        name: 'better-sqlite3',
        round: async () =>
          syncRound((number) => peer.settle(peer.intend(linkOf(0), commandOf(number)), settled), roundMs),
      },
      ...(python === null
        ? []
        : [
            {
              name: 'python',
              round: pythonRound(python, 'log', { file: join(root, 'python-log.db') }, (proof, times) => {
                pythonRows += times;
                pythonSaid = Number(proof['rows']);
              }),
            },
          ]),
    ],
    rounds,
  );
  if (pythonRows !== pythonSaid) throw new Error(`Python has ${pythonSaid} rows instead of ${pythonRows}`);
  const proof = await log.open.prove();
  await log.open.close();
  await history.close();
  await database.close();
  peer.close();
  const own = rateRow(
    `log a command: intent and outcome, chained, durable, ${writers} in flight`,
    'commands/s',
    found.get(log.name)!,
    proof,
  );
  return {
    empty: found.get(log.name)!,
    rows: [
      atLeast(own, 100 * old.log, `>= 100 x ${old.log}`),
      rateRow('the same, one command after the other', 'commands/s', found.get('one')!),
      rateRow(
        'peer: better-sqlite3, intent and outcome, chained, durable, one after the other',
        'commands/s',
        found.get('better-sqlite3')!,
      ),
      ...(found.has('python')
        ? [
            rateRow(
              'peer: sqlite3 of Python, one row and one durable commit a command, nothing chained',
              'commands/s',
              found.get('python')!,
              `${many(pythonSaid)} rows counted`,
            ),
          ]
        : []),
    ],
  };
}

/** The last ten lines of one instrument out of so many, here and in a plain table. */
async function querying({ root, python }: Setting, lines: number) {
  const plain = join(root, 'plain.db');
  const indexed = plainHistory(plain, lines, true);
  const pythonFile = join(root, 'python-history.db');
  if (python !== null) await python.ask('fill', { file: pythonFile, rows: lines });
  const path = await openPath(id, { data: root, folder: root, sizes: sized(lines) });
  // Of 100 lines and 50 instruments two are one's own.
  const counted = (proof: Readonly<Record<string, unknown>>, times: number): void => {
    if (Number(proof['rows']) !== times * Math.min(10, lines / 50))
      throw new Error(`Python found ${String(proof['rows'])} rows`);
  };
  const found = await inTurns(
    [
      path,
      {
        name: 'better-sqlite3',
        round: async () => syncRound((index) => indexed.lastTen(`i${(index * 7) % 50}`), roundMs),
      },
      ...(python === null
        ? []
        : (['indexed', 'plain'] as const).map((table) => ({
            name: `python ${table}`,
            round: pythonRound(python, 'query', { file: pythonFile, table }, counted),
          }))),
    ],
    rounds,
  );
  const proof = await path.open.prove();
  await path.open.close();
  indexed.close();
  for (const file of [plain, pythonFile]) rmSync(file, { force: true });
  return { found, own: found.get(path.name)!, proof };
}

/** The history: logging and asking, over sizes. */
export async function recordRows(setting: Setting): Promise<{ rows: BenchRow[]; charts: BenchChart[] }> {
  const { root } = setting;
  const { rows: log, empty } = await logging(setting);
  const rows: BenchRow[] = [];
  const onto: BenchRow[] = [];
  const points = {
    log: [] as [number, number][],
    own: [] as [number, number][],
    peers: new Map<string, [number, number][]>(),
  };
  for (const lines of historySizes) {
    const file = historyFile(root, id);
    mkdirSync(join(file, '..'), { recursive: true });
    for (const _step of fillHistory(file, { lines }));
    const { found, own, proof } = await querying(setting, lines);
    const asked = rateRow(`last 10 of one instrument out of ${many(lines)}`, 'queries/s', own, proof);
    rows.push(lines === 1_000_000 ? atLeast(asked, 10 * old.query, `>= 10 x ${old.query}`) : asked);
    points.own.push([lines, median(own)]);
    for (const [name, ms] of found) {
      if (ms === own) continue;
      points.peers.set(name, [...(points.peers.get(name) ?? []), [lines, median(ms)]]);
      const called = {
        'better-sqlite3': 'better-sqlite3 alone, a table with an index',
        'python indexed': 'sqlite3 of Python, a table with an index',
        'python plain': 'sqlite3 of Python, a table without an index',
      }[name]!;
      rows.push(rateRow(`peer: ${called}, ${many(lines)} rows`, 'queries/s', ms));
    }
    const logged = await logOnto(file);
    points.log.push([lines, 1000 / median(logged)]);
    onto.push(
      rateRow(
        `log a command onto ${many(lines)} lines, ${writers} in flight`,
        'commands/s',
        logged,
        'counted before and after',
      ),
    );
    rmSync(join(file, '..'), { recursive: true });
  }
  const last = onto.at(-1)!;
  onto[onto.length - 1] = atLeast(last, 100 * old.log, `>= 100 x ${old.log}`);
  return {
    rows: [...log, ...onto, ...rows],
    charts: [
      {
        name: 'history-query',
        title: 'Last 10 of one instrument, by the length of the history',
        x: { label: 'lines', log: true },
        y: { label: 'ms', log: true },
        lines: [
          { name: 'console', points: points.own },
          ...Array.from(points.peers, ([name, each]) => ({ name, points: each })),
        ],
      },
      {
        name: 'command-log',
        title: `Commands logged a second, durable, ${writers} in flight, by the length of the history (empty: ${Math.round(1000 / median(empty)).toLocaleString('en-US')})`,
        x: { label: 'lines', log: true },
        y: { label: 'commands/s', log: false },
        lines: [{ name: 'console', points: points.log }],
      },
    ],
  };
}
