import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillHistory } from '#main/critical-paths/fill.ts';
import { openExports } from '#main/exports/open-exports.ts';
import { exportFormats, type ExportFormat, type Exported } from '#shared/contract/exports.ts';
import { everything } from '#shared/contract/history.ts';
import { type Contender, inTurns } from './in-turns.ts';
import { type BenchResult, type BenchRow, figure, median } from './result.ts';

/** The peer reads the same rows; without it there is none. */
export const peers = ['sqlite3'] as const;

// A trial run of seconds, to see that it works: LABLINK_BENCH_SCALE=0.01.
const trial = Number(process.env['LABLINK_BENCH_SCALE'] ?? 1) < 0.1;
const lines = trial ? 2000 : 40_000;
const rounds = trial ? 2 : 16;
const peer = 'peer: sqlite3 -csv';

const signal = new AbortController().signal;
const call = { seat: 'bench', identity: null, who: 'bench', signal } as const;

/** A history written to a file, whole and checked, against what `sqlite3` makes of the same table, in turns. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bench-'));
  const database = join(folder, 'lablink.db');
  for (const _ of fillHistory(database, { lines }));
  const exports = openExports({ database, folder: join(folder, 'out'), version: 'bench', host: 'bench' });
  const bytes = new Map<string, number>();

  const written = (format: ExportFormat): Contender => ({
    name: format,
    async round() {
      const start = performance.now();
      let done: Exported | null = null;
      for await (const item of exports.handlers.write({ filter: everything, format, folder: null }, call))
        if (item.kind === 'result') done = item.result;
      const ms = performance.now() - start;
      if (done?.rows !== lines) throw new Error(`${done?.rows} of ${lines} lines were written`);
      bytes.set(format, statSync(done.file).size);
      rmSync(done.file);
      rmSync(done.provenance);
      return ms;
    },
  });
  const sqlite: Contender = {
    name: peer,
    round() {
      const start = performance.now();
      const out = execFileSync(
        'sqlite3',
        ['-csv', database, 'SELECT * FROM record LEFT JOIN link ON link.id = record.link ORDER BY seq'],
        { maxBuffer: 2 ** 30, timeout: 60_000 },
      );
      const ms = performance.now() - start;
      if (out.length < lines * 50) throw new Error('sqlite3 did not write the rows');
      return Promise.resolve(ms);
    },
  };
  const there = spawnSync('sqlite3', ['--version']).status === 0;
  const took = await inTurns([...exportFormats.map(written), ...(there ? [sqlite] : [])], rounds);
  await exports.close();
  rmSync(folder, { recursive: true });

  const rowsOf = (name: string): BenchRow[] => {
    const rates = took.get(name)!.map((ms) => (lines / ms) * 1000);
    const proof = bytes.has(name)
      ? `${lines} rows in each, ${(bytes.get(name)! / 1e6).toFixed(1)} MB, with SHA-256 and a page of provenance`
      : 'counted by its bytes';
    return [figure(name, median(rates), 'rows/s', { samples: rates, proof })];
  };
  return {
    name: 'exports',
    notes: [
      `A history of ${lines.toLocaleString('en')} lines, all of it, written by a thread of its own, synced, named and described; a row is a command with its outcome. The peer joins and prints the rows of the tables, with intents and outcomes apart, to a pipe: neither a file nor a sum.`,
    ],
    rows: [
      ...[...took.keys()].flatMap(rowsOf),
      figure(
        'jsonl against csv, median of the rounds',
        median(took.get('csv')!.map((ms, round) => ms / took.get('jsonl')![round]!)),
        'x',
      ),
    ],
  };
}
