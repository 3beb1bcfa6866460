import type { WritableDb, WriteOperations } from '#main/database/operations.ts';
import { append, type Appended } from './append.ts';
import { signingWrites } from './signing/operations.ts';
import type { CrossingOutcome, CrossingRequest } from './crossing.ts';
import { mark } from './marks/mark.ts';
import { indexStep } from './search/step.ts';
import { blockSum } from './sums.ts';

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

/** Least and greatest of the finite numbers; infinite the wrong way round when there is none. */
function extent(numbers: Float64Array): [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of numbers) {
    if (!Number.isFinite(each)) continue;
    if (each < least) least = each;
    if (each > greatest) greatest = each;
  }
  return [least, greatest];
}

const requestContent = ({ operator, lane, request }: CrossingRequest) => ({
  operator,
  lane,
  request: Buffer.from(request, 'latin1'),
});

const outcomeContent = ({
  status,
  reply,
  replyLength,
  replySha256,
  fault,
  queueMs,
  wireMs,
}: CrossingOutcome) => ({
  status,
  reply: reply === null ? null : Buffer.from(reply, 'latin1'),
  reply_length: replyLength,
  reply_sha256: replySha256,
  fault,
  queue_ms: queueMs,
  wire_ms: wireMs,
});

/** An audit row on its way to the writer thread. */
export interface CrossingAudit {
  readonly at: number;
  readonly who: string;
  readonly seat: string;
  readonly action: string;
  /** JSON. */
  readonly detail: string;
  readonly result: string;
}

const auditRow = (db: WritableDb, { at, who, seat, action, detail, result }: CrossingAudit): Appended =>
  append(db, 'audit', at, null, {
    operator: who,
    request: Buffer.from(action),
    seat,
    detail,
    status: result === 'ok' ? 'ok' : 'refused',
    fault: result === 'ok' ? null : result,
  });

/** What the history asks of the writer thread. */
export const historyWrites = {
  intend: (db: WritableDb, request: CrossingRequest): Appended =>
    append(db, 'intent', request.at, request.link, requestContent(request)),

  /** `again`: it may have been written before, by a thread that ended before it could say so. */
  settle(
    db: WritableDb,
    input: {
      readonly intent: number;
      readonly at: number;
      readonly outcome: CrossingOutcome;
      readonly again: boolean;
    },
  ): void {
    const { intent, at, outcome, again } = input;
    if (again && db.prepare('SELECT 1 FROM record WHERE intent = ?').get(intent) !== undefined) return;
    append(db, 'outcome', at, null, { intent, ...outcomeContent(outcome) });
  },

  note: (
    db: WritableDb,
    input: { readonly request: CrossingRequest; readonly outcome: CrossingOutcome },
  ): Appended =>
    append(db, 'exchange', input.request.at, input.request.link, {
      ...requestContent(input.request),
      ...outcomeContent(input.outcome),
    }),

  audit: auditRow,
  mark,
  indexStep,

  readings(db: WritableDb, blocks: readonly ReadingBlock[]): void {
    const insert = db.prepare('INSERT INTO reading_block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { instrument, channel, quantity, times, values } of blocks) {
      // What is not a finite number is kept, but no column of a trend is made of it.
      const [min, max] = extent(values);
      // The clock may have been set back in between.
      const [from, to] = extent(times);
      const block = {
        instrument,
        channel,
        quantity,
        from_at: from,
        to_at: to,
        min,
        max,
        times: bytesOf(times),
        readings: bytesOf(values),
      };
      insert.run(...Object.values(block), blockSum(block));
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
      detail: JSON.stringify({ inFlight: found }),
      result: 'ok',
    });
    db.prepare('INSERT OR REPLACE INTO run_start (id, value) VALUES (1, ?)').run(seq);
    return found;
  },
  ...signingWrites,
} satisfies WriteOperations;
