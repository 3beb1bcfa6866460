import type { ReadableDb } from '#main/database/operations.ts';
import { selectLines } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import type { ExportRow } from './columns.ts';
import { begunAt, isDamage, type Lost, lostBetween, readAlone } from './around-damage.ts';
import { exportRow } from './row.ts';

/** Records that one step looks at one by one, where pages are damaged. */
const aloneMax = 500;
/** Lines that one step looks at, and bytes of replies that it takes up, at most. */
const stepLines = 1000;
const stepBytes = 4_000_000;

const linesSql = `${selectLines} WHERE record.seq > ? AND record.seq <= ? AND record.kind <> 'outcome'
  ORDER BY record.seq LIMIT ${stepLines}`;

/** One end of the history: a record, and how many lines there are up to it. */
export interface Head {
  readonly seq: number;
  readonly line: number;
  /** Hex; empty where the history is. */
  readonly hash: string;
}

/** The newest record now, and the number of lines before the oldest that is there: what an export goes through. */
export function boundsOf(db: ReadableDb): { head: Head; linesBefore: number } {
  const end = (order: 'ASC' | 'DESC') =>
    db.prepare(`SELECT seq, kind, line, hash FROM record ORDER BY seq ${order} LIMIT 1`).get() as
      | { seq: number; kind: string; line: number; hash: Uint8Array }
      | undefined;
  const last = end('DESC');
  if (last === undefined) return { head: { seq: 0, line: 0, hash: '' }, linesBefore: 0 };
  const head = { seq: last.seq, line: last.line, hash: Buffer.from(last.hash).toString('hex') };
  try {
    const first = end('ASC')!;
    return { head, linesBefore: first.kind === 'outcome' ? first.line : first.line - 1 };
  } catch (error) {
    isDamage(error);
    // The beginning is damaged: all behind what retention took is to be gone through.
    return { head, linesBefore: begunAt(db).line };
  }
}

/** How far an export is. */
export interface At {
  /** The last record that was looked at; the next step begins behind it. */
  readonly reached: number;
  /** The last line that was read, and its number among the lines. */
  readonly seq: number;
  readonly line: number;
}

/** What one step found, and where the next begins. */
export interface Page extends At {
  readonly rows: readonly ExportRow[];
  readonly lost: readonly Lost[];
  /** Rows whose marks cannot be read. */
  readonly alone: number;
  readonly done: boolean;
}

/** Lines behind a record that fit the filter, oldest first, from a bounded part of the history up to `top`; around pages that are damaged. */
export function nextPage(db: ReadableDb, filter: HistoryFilter, from: At, top: Head): Page {
  const step = new Step(db, filter, from);
  try {
    const lines = db.prepare(linesSql).iterate(from.reached, top.seq) as IterableIterator<LineRow>;
    for (const line of lines) if (step.take(line)) return step.page(false);
    if (step.looked === stepLines) return step.page(false);
  } catch (error) {
    isDamage(error);
    return step.around(top);
  }
  return step.end(top);
}

/** One step of an export. */
class Step {
  readonly #db: ReadableDb;
  readonly #filter: HistoryFilter;
  readonly #rows: ExportRow[] = [];
  readonly #lost: Lost[] = [];
  #at: At;
  #bytes = 0;
  #alone = 0;
  looked = 0;

  constructor(db: ReadableDb, filter: HistoryFilter, from: At) {
    this.#db = db;
    this.#filter = filter;
    this.#at = from;
  }

  /** Takes a line up. True when the step has enough. */
  take(each: LineRow, alone = false): boolean {
    this.looked++;
    this.#miss({ seq: each.seq - 1, line: each.line - 1 });
    this.#at = { reached: each.seq, seq: each.seq, line: each.line };
    const row = exportRow(each, this.#filter);
    // What cannot be read is not said to be nothing of it.
    if (row !== null) this.#rows.push(alone ? { ...row, interrupted: null, pinned: null } : row);
    if (alone) this.#alone++;
    this.#bytes += (each.reply?.length ?? 0) + (each.o_reply?.length ?? 0) + (each.request?.length ?? 0);
    return this.#bytes >= stepBytes;
  }

  /** Goes on one record at a time from where reading has failed. */
  around(top: Head): Page {
    for (let count = 0; count < aloneMax && this.#at.reached < top.seq; count++) {
      const seq = this.#at.reached + 1;
      const found = readAlone(this.#db, seq);
      if (found === null) this.#at = { ...this.#at, reached: seq };
      else if (this.take(found.line, found.alone)) return this.page(false);
    }
    return this.#at.reached < top.seq ? this.page(false) : this.end(top);
  }

  /** Nothing more comes: lines that are missing up to the end are. */
  end(top: Head): Page {
    this.#miss(top);
    this.#at = { reached: top.seq, seq: top.seq, line: top.line };
    return this.page(true);
  }

  page(done: boolean): Page {
    return { ...this.#at, rows: this.#rows, lost: this.#lost, alone: this.#alone, done };
  }

  /** What should have been read before this line, and was not. */
  #miss(next: { readonly seq: number; readonly line: number }): void {
    const lost = lostBetween(this.#db, this.#at, next);
    if (lost !== null) this.#lost.push(lost);
  }
}
