import { createHash } from 'node:crypto';
import type { ReadableDb } from '#main/database/operations.ts';
import type { ComparedLine, HistoryRow, Stretch } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import { align } from '#shared/history/align.ts';
import { historyRow } from '#main/history/lines.ts';
import { linesOf } from './lines-of.ts';
import { settledOf } from './settled.ts';

export interface Comparison {
  readonly lines: ComparedLine[];
  readonly same: number;
  readonly differs: number;
  readonly leftOnly: number;
  readonly rightOnly: number;
}

/** Characters of requests and replies that both sides may have together. */
const textMax = 16_000_000;

interface Side {
  readonly rows: readonly HistoryRow[];
  /** What was sent, without its terminator. */
  readonly sent: readonly string[];
  /** What came of each: outcome and whole reply, as one digest. */
  readonly came: readonly string[];
}

function sideOf(db: ReadableDb, stretch: Stretch, room: { left: number }): Side {
  const [rows, sent, came]: [HistoryRow[], string[], string[]] = [[], [], []];
  for (const line of linesOf(db, stretch, true)) {
    const { request, status, reply, replyLength, replySha256 } = settledOf(line);
    const row = historyRow(line);
    const text = Buffer.from(request)
      .toString('latin1')
      .replace(/[\r\n]+$/, '');
    room.left -= row.request.length + (row.reply?.length ?? 0) + text.length;
    if (room.left < 0)
      throw new Fault(
        'INPUT_INVALID',
        'What was said in these stretches is too long to be compared at once.',
        {
          remedy: 'Choose shorter ones.',
        },
      );
    const digest = createHash('sha256').update(`${status} ${replyLength} `);
    // Of a reply that was cut, the digest of the whole decides.
    if (replySha256 !== null) digest.update(replySha256);
    else if (reply !== null) digest.update(reply);
    rows.push(row);
    sent.push(text);
    came.push(digest.digest('base64'));
  }
  return { rows, sent, came };
}

/**
 * Two stretches side by side, aligned by what people sent. Throws INPUT_INVALID when one of them is too long. Bounded: two times
 * `stretchMax` lines, and the time that `align` takes for them at the worst.
 */
export function compare(
  db: ReadableDb,
  stretches: { readonly left: Stretch; readonly right: Stretch },
): Comparison {
  const room = { left: textMax };
  const left = sideOf(db, stretches.left, room);
  const right = sideOf(db, stretches.right, room);
  const counts = { same: 0, differs: 0, leftOnly: 0, rightOnly: 0 };
  const lines = align(left.sent, right.sent).map(([i, j]): ComparedLine => {
    const sides = { left: i === null ? null : left.rows[i]!, right: j === null ? null : right.rows[j]! };
    if (i === null) {
      counts.rightOnly++;
      return { ...sides, verdict: 'right-only' };
    }
    if (j === null) {
      counts.leftOnly++;
      return { ...sides, verdict: 'left-only' };
    }
    const verdict = left.came[i] === right.came[j] ? 'same' : 'differs';
    counts[verdict]++;
    return { ...sides, verdict };
  });
  return { lines, ...counts };
}
