import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { call, historyFile, link, openedHistory, outcome, request } from '#main/history/history.fixture.ts';
import type { Exported, ExportFormat } from '#shared/contract/exports.ts';
import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import type { Progress } from '#shared/contract/work.ts';
import { openExports } from './open-exports.ts';

/** Text that is hard on a file format: separators, quotes, line ends, what a spreadsheet would run, Unicode, nothing. */
export const hardTexts = [
  'plain',
  'a,b;c\td',
  'say "no"',
  'two\r\nlines\n',
  ' padded ',
  '=1+1',
  '+SUM(A1)',
  '-2+3',
  '@cmd',
  ' =1',
  '-3.300E+00',
  '+1',
  "'quoted",
  "''",
  '\u2028 µV Ω 😀 ＝1',
  '',
  'NULL',
] as const;

/** A history with everything in it that an export has to carry, and exports over it. */
export async function exported() {
  const file = historyFile();
  const { history, database } = await openedHistory(file, { now: () => 1_764_086_405_123 });
  const { journal, audit, handlers } = history;
  for (const text of hardTexts) {
    const id = await journal.intend(link('i1', text || 'Supply'), request(`DISP "${text}"`));
    await journal.settle(id, outcome(Buffer.from(text)));
    await handlers.mark({ seq: id, pinned: text === '=1+1', note: text, tags: null }, call());
  }
  journal.note(link('i2'), request('LATIN?'), outcome(Buffer.from('5 µV', 'latin1')), 1_764_086_405_000.6);
  journal.note(
    link('i2'),
    request('BLOCK?'),
    outcome(Buffer.from('#14\0\u0001\xff\n', 'latin1')),
    1_764_086_405_001,
  );
  journal.note(link('i2'), request('LONG?'), outcome(Buffer.alloc(70_000, 'x')), 1_764_086_405_002);
  const refused = { status: 'refused', fault: 'SAFETY_ENVELOPE: 7 V is "too" much', wireMs: null } as const;
  await database.read('totals', null);
  journal.note(link('i2'), request('VOLT 7'), outcome(null, refused), 1_764_086_405_003);
  await audit.record({
    at: 1_764_086_406_000,
    who: 'Ada, B.',
    seat: 's1',
    action: 'instruments.set',
    detail: { id: 'i1', text: '=x,"y"', value: [1, null] },
    result: 'ok',
  });
  await handlers.mark({ seq: 2, pinned: null, note: null, tags: ['a b', 'é"'] }, call());
  // In flight.
  await journal.intend(link('i2'), request('VOLT 1'));
  return { file, history, database, ...exportsOver(file) };
}

/** Exports of a database, into folders beside it. */
export function exportsOver(file: string) {
  const own = join(dirname(file), 'exports');
  const given = join(dirname(file), 'given');
  mkdirSync(given);
  const exports = openExports({ database: file, folder: own, version: '1.2.3', host: 'bench-4' });
  onTestFinished(() => exports.close());
  const write = (
    format: ExportFormat,
    filter: Partial<HistoryFilter> = {},
    folder: string | null = null,
    signal?: AbortSignal,
  ) => exports.handlers.write({ format, filter: { ...everything, ...filter }, folder }, call(signal));
  /** Writes one to its end. */
  const whole = async (
    ...args: Parameters<typeof write>
  ): Promise<{ result: Exported; progress: Progress[] }> => {
    const progress: Progress[] = [];
    for await (const item of write(...args)) {
      if (item.kind === 'result') return { result: item.result, progress };
      progress.push(item.progress);
    }
    throw new Error('the export ended without a result');
  };
  return { exports, own, given, write, whole, left: (folder: string) => readdirSync(folder).sort() };
}

/** Whether a program of somebody else's is there; says so where it is not. */
export function programRuns(program: string, args: readonly string[]): boolean {
  const runs = spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (!runs) process.stdout.write(`${program} is not installed: what is exported is not read by it.\n`);
  return runs;
}
