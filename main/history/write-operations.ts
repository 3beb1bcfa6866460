import type { AuditEntry } from '#main/bridge/caller.ts';
import type { WritableDb, WriteOperations } from '#main/database/operations.ts';
import type { Outcome } from '#main/session/ports.ts';
import type { Lane, Link } from '#shared/contract/history.ts';
import { append, type Appended, outcomeContent } from './append.ts';

/** A request on its way into the history. */
export interface RecordedRequest {
  readonly at: number;
  readonly link: Link;
  readonly operator: string;
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

/** Readings of one quantity that go to the disk together. */
export interface ReadingBlock {
  readonly instrument: string;
  readonly channel: number;
  readonly quantity: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

const bytesOf = (array: Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const requestContent = ({ operator, lane, bytes }: RecordedRequest) => ({ operator, lane, request: bytes });

const auditRow = (db: WritableDb, { at, who, seat, action, detail, result }: AuditEntry): Appended =>
  append(db, 'audit', at, null, {
    operator: who,
    request: Buffer.from(action),
    seat,
    detail: JSON.stringify(detail),
    status: result === 'ok' ? 'ok' : 'refused',
    fault: result === 'ok' ? null : result,
  });

/** What the history asks of the writer thread. */
export const historyWrites = {
  intend: (db: WritableDb, request: RecordedRequest): Appended =>
    append(db, 'intent', request.at, request.link, requestContent(request)),

  settle: (
    db: WritableDb,
    input: { readonly intent: number; readonly at: number; readonly outcome: Outcome },
  ) => append(db, 'outcome', input.at, null, { intent: input.intent, ...outcomeContent(input.outcome) }),

  note: (db: WritableDb, input: { readonly request: RecordedRequest; readonly outcome: Outcome }): Appended =>
    append(db, 'exchange', input.request.at, input.request.link, {
      ...requestContent(input.request),
      ...outcomeContent(input.outcome),
    }),

  audit: auditRow,

  readings(db: WritableDb, blocks: readonly ReadingBlock[]): void {
    const insert = db.prepare('INSERT INTO reading_block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { instrument, channel, quantity, times, values } of blocks) {
      let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of values) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      insert.run(
        instrument,
        channel,
        quantity,
        times[0]!,
        times.at(-1)!,
        min,
        max,
        bytesOf(times),
        bytesOf(values),
      );
    }
  },

  /**
   * Called once at the start, before anything else is written: marks what was in flight when the last console ended, and
   * records how much. Looks only at rows since the last start.
   */
  markInterrupted(db: WritableDb, at: number): number {
    const since = db.prepare('SELECT value FROM run_start').get() as { value: number } | undefined;
    const found = db
      .prepare(
        `INSERT INTO interrupted SELECT record.seq FROM record LEFT JOIN record AS outcome ON outcome.intent = record.seq
         WHERE record.seq > ? AND record.kind = 'intent' AND outcome.seq IS NULL`,
      )
      .run(since?.value ?? 0).changes;
    const { seq } = auditRow(db, {
      at,
      who: 'console',
      seat: '',
      action: 'history.opened',
      detail: { inFlight: found },
      result: 'ok',
    });
    db.prepare('INSERT OR REPLACE INTO run_start (id, value) VALUES (1, ?)').run(seq);
    return found;
  },
} satisfies WriteOperations;
