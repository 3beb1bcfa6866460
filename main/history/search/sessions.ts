import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { WorkSession } from '#shared/contract/history.ts';
import { aboutOf, type SteppedLine } from './line-text.ts';

/** A longer pause ends a session, ms. */
const pauseMs = 30 * 60_000;
/** Names of each kind that a session is shown with. */
const operatorsMax = 20;
const instrumentsMax = 50;

interface SessionRow {
  readonly id: number;
  last: number;
  from_at: number;
  to_at: number;
  lines: number;
  failed: number;
  readonly operators: string;
  readonly instruments: string;
}
interface Growing extends Omit<SessionRow, 'operators' | 'instruments'> {
  readonly operators: Set<string>;
  readonly instruments: Map<string, string>;
}

const growing = (row: SessionRow): Growing => ({
  ...row,
  operators: new Set(JSON.parse(row.operators) as string[]),
  instruments: new Map(JSON.parse(row.instruments) as [string, string][]),
});

/** True for what a person caused: neither polling nor what the console does by itself. */
const byPerson = ({ lane, operator }: SteppedLine): boolean =>
  lane !== 'poll' && operator !== null && operator !== '' && operator !== 'console';

/** Work sessions as a step adds lines to them, in the order of the history. */
export class SessionWriter {
  readonly #db: WritableDb;
  #current: Growing | null;
  #changed = false;

  constructor(db: WritableDb) {
    this.#db = db;
    const row = db.prepare('SELECT * FROM work_session ORDER BY id DESC LIMIT 1').get() as
      | SessionRow
      | undefined;
    this.#current = row === undefined ? null : growing(row);
  }

  add(line: SteppedLine, failed: boolean): void {
    if (!byPerson(line)) return;
    let session = this.#current;
    // A clock that is set back by more than a pause begins another session, as one that goes on does.
    if (session === null || line.at - session.to_at > pauseMs || session.from_at - line.at > pauseMs) {
      this.write();
      const { seq, at } = line;
      session = {
        id: seq,
        last: seq,
        from_at: at,
        to_at: at,
        lines: 0,
        failed: 0,
        operators: new Set(),
        instruments: new Map(),
      };
      this.#current = session;
    }
    this.#changed = true;
    session.last = line.seq;
    session.from_at = Math.min(session.from_at, line.at);
    session.to_at = Math.max(session.to_at, line.at);
    session.lines++;
    if (failed) session.failed++;
    if (session.operators.size < operatorsMax) session.operators.add(line.operator!);
    const about = aboutOf(line);
    // An audit row knows no name: it leaves the one that an exchange gave.
    if (about === '' || (!session.instruments.has(about) && session.instruments.size >= instrumentsMax))
      return;
    session.instruments.set(about, line.name ?? session.instruments.get(about) ?? about);
  }

  write(): void {
    if (this.#current === null || !this.#changed) return;
    this.#changed = false;
    const { operators, instruments, ...rest } = this.#current;
    this.#db
      .prepare(
        'INSERT OR REPLACE INTO work_session VALUES (:id, :last, :from_at, :to_at, :lines, :failed, :operators, :instruments)',
      )
      .run({
        ...rest,
        operators: JSON.stringify([...operators]),
        instruments: JSON.stringify([...instruments]),
      });
  }
}

/** One more line of a session has failed, after it was counted. */
export function failedLater(db: WritableDb, line: SteppedLine): void {
  if (byPerson(line))
    db.prepare(
      'UPDATE work_session SET failed = failed + 1 WHERE id = (SELECT max(id) FROM work_session WHERE id <= ?)',
    ).run(line.seq);
}

/** Work sessions, newest first. */
export function sessions(
  db: ReadableDb,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): { sessions: WorkSession[]; next: number | null } {
  const rows = db
    .prepare('SELECT * FROM work_session WHERE id < ? ORDER BY id DESC LIMIT ?')
    .all(before ?? Number.MAX_SAFE_INTEGER, limit + 1) as SessionRow[];
  const shown = rows
    .slice(0, limit)
    .map(({ id, last, from_at, to_at, lines, failed, operators, instruments }) => ({
      id,
      last,
      from: from_at,
      to: to_at,
      lines,
      failed,
      operators: JSON.parse(operators) as string[],
      instruments: (JSON.parse(instruments) as [string, string][]).map(([of, name]) => ({ id: of, name })),
    }));
  return { sessions: shown, next: rows.length > limit ? shown.at(-1)!.id : null };
}
