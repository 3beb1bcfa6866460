import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openReadable, openWritable, type OwnConnection } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { crossOutcome, type CrossingOutcome, crossRequest } from '#main/history/crossing.ts';
import type { Outcome, Request } from '#main/session/ports.ts';
import { selectLines } from '#main/history/line-sql.ts';
import { historyRow, keptReply, type LineRow } from '#main/history/lines.ts';
import { page, type PageBudget } from '#main/history/page.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { everything, type HistoryFilter, type HistoryPage, type Link } from '#shared/contract/history.ts';
import { foldCase, matches } from '#shared/history/matches.ts';
import type { z } from '#shared/schema.ts';
import { indexStep, type Stepped } from './step.ts';

/** A history without threads: each operation as the writer and the readers run it. */
export interface Bare {
  readonly db: OwnConnection;
  readonly reader: ReadableDb;
  intend(at: number, over: Link, asked: Request): number;
  settle(intent: number, at: number, result: Outcome): void;
  note(at: number, over: Link, asked: Request, result: Outcome): number;
  audit(at: number, who: string, action: string, detail: Record<string, unknown>, result?: string): number;
  /** Steps until the index has caught up. */
  index(now?: number): Stepped;
  close(): void;
}

export function bareHistory(): Bare {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-search-'));
  const file = join(folder, 'lablink.db');
  const db = openWritable(file);
  migrate(db, readMigrations());
  // What is tested is not whether it outlasts a power cut.
  db.pragma('synchronous = OFF');
  const reader = openReadable(file);
  const crossed = (result: Outcome): CrossingOutcome => {
    const crossing = crossOutcome(result);
    if (crossing instanceof Promise) throw new TypeError('a reply of a test that is too long');
    return crossing;
  };
  const close = (): void => {
    reader.close();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    db,
    reader,
    intend: (at, over, asked) => historyWrites.intend(db, crossRequest(at, over, asked)).seq,
    settle(intent, at, result) {
      historyWrites.settle(db, { intent, at, outcome: crossed(result), again: false });
    },
    note: (at, over, asked, result) =>
      historyWrites.note(db, { request: crossRequest(at, over, asked), outcome: crossed(result) }).seq,
    audit: (at, who, action, detail, result = 'ok') =>
      historyWrites.audit(db, { at, who, seat: 's', action, detail: JSON.stringify(detail), result }).seq,
    index(now = Number.MAX_SAFE_INTEGER) {
      let stepped: Stepped;
      do stepped = indexStep(db, { now, lines: 512, ms: 1000 });
      while (stepped.behind);
      return stepped;
    },
    close,
  };
}

/** The same, closed when the test ends. */
export function testHistory(): Bare {
  const bare = bareHistory();
  onTestFinished(() => bare.close());
  return bare;
}

/** What fits, newest first, by a look at every line: what a search has to find. */
export function plainly(db: ReadableDb, filter: Partial<HistoryFilter>): number[] {
  const whole = { ...everything, ...filter };
  const lines = db
    .prepare(`${selectLines} WHERE record.kind <> 'outcome' ORDER BY record.seq DESC`)
    .all() as LineRow[];
  return lines
    .filter((line) => {
      const row = historyRow(line);
      if (matches(row, whole)) return true;
      return (
        matches(row, { ...whole, text: '' }) && foldCase(keptReply(line) ?? '').includes(foldCase(whole.text))
      );
    })
    .map(({ seq }) => seq);
}

/** What pages find, page by page, and how many it took. */
export function paged(
  db: ReadableDb,
  filter: Partial<HistoryFilter>,
  { limit = 50, budget }: { readonly limit?: number; readonly budget?: PageBudget } = {},
): { seqs: number[]; pages: z.infer<typeof HistoryPage>[] } {
  const pages: z.infer<typeof HistoryPage>[] = [];
  let before: number | null = null;
  do {
    const got: z.infer<typeof HistoryPage> = page(db, { ...everything, ...filter, before, limit }, budget);
    if (got.next !== null && before !== null && got.next >= before) throw new Error('a page went nowhere');
    pages.push(got);
    before = got.next;
  } while (before !== null);
  return { seqs: pages.flatMap(({ rows }) => rows.map(({ seq }) => seq)), pages };
}
