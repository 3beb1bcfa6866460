import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '#main/database/database.ts';
import type { Outcome, Request } from '#main/session/ports.ts';
import {
  everything,
  type HistoryFilter,
  type HistoryPage,
  type HistoryRow,
  type Lane,
  type Link,
} from '#shared/contract/history.ts';
import type { z } from '#shared/schema.ts';
import type { HistoryDatabase } from './book.ts';
import type { Verified } from './verify.ts';
import { openHistory } from './open-history.ts';
import type { historyReads } from './read-operations.ts';
import type { History } from './service.ts';
import type { historyWrites } from './write-operations.ts';

export const link = (instrument = 'i1', name = 'Supply'): Link => ({
  instrument,
  name,
  address: 'tcp://127.0.0.1:5025',
  vendor: 'LabLink',
  model: 'SIM-PSU-2',
  serial: '7',
  firmware: '1.0',
  driver: 'lablink-simulated-supply 1',
});

export const request = (text: string, operator = 'Ada', lane: Lane = 'person'): Request => ({
  text,
  bytes: Buffer.from(`${text}\n`, 'latin1'),
  lane,
  operator: { name: operator, confirmed: false },
  effects: [],
  expectsReply: true,
});

export const outcome = (reply: string | Uint8Array | null = null, more: Partial<Outcome> = {}): Outcome => ({
  status: 'ok',
  reply: typeof reply === 'string' ? Buffer.from(reply, 'latin1') : reply,
  fault: null,
  queueMs: 0.25,
  wireMs: 1.5,
  ...more,
});

export const audited = (action: string, detail: Record<string, unknown> = {}, result = 'ok') => ({
  at: Date.now(),
  who: 'Ada',
  seat: 's1',
  action,
  detail,
  result,
});

/** A file for a database, in a folder of its own, for one test. */
export function historyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'lablink.db');
}

export interface Opened {
  readonly database: HistoryDatabase;
  readonly history: History;
  readonly close: () => Promise<void>;
}

/** The history over the real database; closed when the test ends. `wrap` stands between the two. */
export async function openedHistory(
  file: string,
  options: {
    readonly maxPages?: number;
    readonly now?: () => number;
    readonly gapFile?: string;
    readonly wrap?: (database: HistoryDatabase) => HistoryDatabase;
  } = {},
): Promise<Opened> {
  const { maxPages, now, gapFile, wrap = (database) => database } = options;
  const database = await openDatabase<typeof historyWrites, typeof historyReads>({
    file,
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  const transcripts = join(dirname(file), 'transcripts');
  const history = await openHistory(wrap(database), {
    transcripts,
    ...(now !== undefined && { now }),
    ...(gapFile !== undefined && { gapFile }),
  });
  const close = async (): Promise<void> => {
    await history.close();
    await database.close();
  };
  onTestFinished(close);
  return { database, history, close };
}

/** Verifies the whole chain, `step` rows a question. */
export async function verified(database: HistoryDatabase, step = 1000): Promise<Verified> {
  let state: Verified = { after: 0, hash: new Uint8Array(32), broken: null, done: false };
  while (!state.done && state.broken === null)
    state = await database.read('verifyChain', { after: state.after, hash: state.hash, limit: step });
  return state;
}

/** Every line, newest first, page by page. */
export async function allLines(
  history: History,
  { limit = 50, ...filter }: Partial<HistoryFilter> & { limit?: number } = {},
): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  let before: number | null = null;
  do {
    const page: Page = await pageOf(history, { ...everything, ...filter, before, limit });
    rows.push(...page.rows);
    before = page.next;
  } while (before !== null);
  return rows;
}

type PageInput = Parameters<History['handlers']['page']>[0];
export const call = (signal: AbortSignal = new AbortController().signal) => ({
  seat: 's1',
  identity: null,
  who: 'Ada',
  signal,
});
type Page = z.infer<typeof HistoryPage>;
/** One page. */
export const pageOf = async (history: History, question: PageInput): Promise<Page> =>
  history.handlers.page(question, call());

/** Lines as a window gets them, from now on. */
export function tailOf(history: History): {
  readonly rows: HistoryRow[];
  until(found: (row: HistoryRow) => boolean): Promise<HistoryRow>;
} {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const rows: HistoryRow[] = [];
  const waiting = new Set<() => void>();
  void (async () => {
    for await (const item of history.handlers.tail({}, call(end.signal))) {
      rows.push(...item.rows);
      for (const wake of waiting) wake();
    }
  })();
  return {
    rows,
    until: (found) =>
      new Promise((resolve) => {
        const wake = (): void => {
          const row = rows.find(found);
          if (row === undefined) return;
          waiting.delete(wake);
          resolve(row);
        };
        waiting.add(wake);
        wake();
      }),
  };
}
