import type { ReadableDb, ReadOperations } from '#main/database/operations.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { historyRow, type LineRow } from './lines.ts';
import { storedTrend } from './trend.ts';
import { verifyChain } from './verify.ts';

export interface PageQuestion {
  /** Lines older than this one; null from the newest. */
  readonly before: number | null;
  readonly limit: number;
  /** Substring of request, reply, fault, operator or details, ASCII letters in either case; empty for all. */
  readonly text: string;
  readonly instrument: string | null;
}

/** Records one call looks at, at most: a rare word costs a bounded time, then says where it got to. */
const scanned = 20_000;

const selectLines = `
  SELECT record.*, outcome.seq AS outcome, outcome.status AS o_status, outcome.reply AS o_reply,
    outcome.reply_length AS o_reply_length, outcome.fault AS o_fault, outcome.queue_ms AS o_queue_ms,
    outcome.wire_ms AS o_wire_ms, interrupted.seq AS interrupted,
    link.instrument, link.name, link.address, link.vendor, link.model, link.serial, link.firmware, link.driver
  FROM record LEFT JOIN record AS outcome ON outcome.intent = record.seq
    LEFT JOIN interrupted ON interrupted.seq = record.seq LEFT JOIN link ON link.id = record.link`;

const contains = (column: string): string => `instr(lower(CAST(${column} AS TEXT)), :text) > 0`;
const textMatches = [
  'record.request',
  'record.reply',
  'outcome.reply',
  'record.fault',
  'outcome.fault',
  'record.operator',
  'record.detail',
  'link.name',
]
  .map(contains)
  .join(' OR ');

/** What the history asks of the reader threads. */
export const historyReads = {
  page(db: ReadableDb, question: PageQuestion): { rows: HistoryRow[]; next: number | null } {
    const { before, limit, text, instrument } = question;
    const top = before ?? Number.MAX_SAFE_INTEGER;
    const head = db.prepare('SELECT max(seq) AS seq FROM record WHERE seq < ?').get(top) as {
      seq: number | null;
    };
    if (head.seq === null) return { rows: [], next: null };
    const floor = Math.max(0, head.seq - scanned);
    const rows = db
      .prepare(
        `${selectLines} WHERE record.seq < :top AND record.seq > :floor AND record.kind <> 'outcome'
           AND (:instrument IS NULL OR link.instrument = :instrument) AND (:text = '' OR ${textMatches})
         ORDER BY record.seq DESC LIMIT :limit`,
      )
      .all({
        top,
        floor,
        limit,
        instrument,
        text: text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
      }) as LineRow[];
    const next = rows.length === limit ? rows.at(-1)!.seq : floor === 0 ? null : floor + 1;
    return { rows: rows.map(historyRow), next: next === 1 ? null : next };
  },

  totals(db: ReadableDb, _input: null): { rows: number; since: number | null; interrupted: number } {
    const head = db.prepare('SELECT line FROM record ORDER BY seq DESC LIMIT 1').get() as
      | { line: number }
      | undefined;
    const first = db.prepare('SELECT at FROM record ORDER BY seq LIMIT 1').get() as
      | { at: number }
      | undefined;
    const { count } = db.prepare('SELECT count(*) AS count FROM interrupted').get() as { count: number };
    return { rows: head?.line ?? 0, since: first?.at ?? null, interrupted: count };
  },

  trend: storedTrend,
  verifyChain,
} satisfies ReadOperations;
