import type { ReadableDb } from '#main/database/operations.ts';
import { detailBytes, type HistoryDetail } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import { selectLines } from './line-sql.ts';
import { historyRow, type LineRow } from './lines.ts';

/** The beginning of a column of bytes, in memory of its own. */
const begun = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.subarray(0, detailBytes));

/** One line with its bytes. Throws INPUT_INVALID when no line has this number (an outcome is no line of its own). */
export function detail(db: ReadableDb, { seq }: { readonly seq: number }): HistoryDetail {
  const line = db.prepare(`${selectLines} WHERE record.seq = ? AND record.kind <> 'outcome'`).get(seq) as
    | LineRow
    | undefined;
  if (line === undefined) throw new Fault('INPUT_INVALID', `The history has no row ${seq}.`);
  const settled = line.outcome !== null;
  const reply = settled ? line.o_reply : line.reply;
  const sha256 = settled ? line.o_reply_sha256 : line.reply_sha256;
  return {
    row: historyRow(line),
    request: begun(line.request ?? new Uint8Array()),
    reply: reply === null ? null : begun(reply),
    replyLength: settled ? line.o_reply_length : line.reply_length,
    replySha256: sha256 === null ? null : Buffer.from(sha256).toString('hex'),
    seat: line.seat,
    detail: line.detail === null ? null : (JSON.parse(line.detail) as Record<string, unknown>),
    outcome: line.outcome,
  };
}
