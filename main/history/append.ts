import { createHash } from 'node:crypto';
import type { WritableDb } from '#main/database/operations.ts';
import type { Outcome } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';
import { chainStart, digestOf, linkHash } from './chain.ts';
import { linkFields, payloadOf, type RecordRow } from './record-row.ts';

/** Bytes of a reply that are kept; of a longer one its length and its digest remain. */
export const replyKept = 64 * 1024;

type Content = Partial<Omit<RecordRow, 'seq' | 'kind' | 'at' | 'line' | 'digest' | 'hash'>>;

/** What identifies an appended row. */
export interface Appended {
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
}

function linkId(db: WritableDb, link: Link): number {
  const fields = linkFields(link);
  const key = JSON.stringify(fields);
  const known = db.prepare('SELECT id FROM link WHERE key = ?').get(key) as { id: number } | undefined;
  if (known !== undefined) return known.id;
  const insert = db.prepare(
    'INSERT INTO link (key, instrument, name, address, vendor, model, serial, firmware, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return Number(insert.run(key, ...fields).lastInsertRowid);
}

/** Appends one row to the chain. */
export function append(
  db: WritableDb,
  kind: RecordRow['kind'],
  at: number,
  link: Link | null,
  content: Content,
): Appended {
  const head = db.prepare('SELECT seq, line, hash FROM record ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; line: number; hash: Uint8Array }
    | undefined;
  const row: Omit<RecordRow, 'digest' | 'hash'> = {
    seq: (head?.seq ?? 0) + 1,
    kind,
    at: Math.round(at),
    line: (head?.line ?? 0) + (kind === 'outcome' ? 0 : 1),
    operator: content.operator ?? null,
    lane: content.lane ?? null,
    request: content.request ?? null,
    intent: content.intent ?? null,
    status: content.status ?? null,
    reply: content.reply ?? null,
    reply_length: content.reply_length ?? null,
    reply_sha256: content.reply_sha256 ?? null,
    fault: content.fault ?? null,
    queue_ms: content.queue_ms ?? null,
    wire_ms: content.wire_ms ?? null,
    seat: content.seat ?? null,
    detail: content.detail ?? null,
  };
  const digest = digestOf(payloadOf(row, link));
  const hash = linkHash(head?.hash ?? chainStart, digest);
  db.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    row.seq,
    row.kind,
    row.at,
    row.line,
    digest,
    hash,
    link === null ? null : linkId(db, link),
    row.operator,
    row.lane,
    row.request,
    row.intent,
    row.status,
    row.reply,
    row.reply_length,
    row.reply_sha256,
    row.fault,
    row.queue_ms,
    row.wire_ms,
    row.seat,
    row.detail,
  );
  return { seq: row.seq, hash: hash.toString('hex') };
}

/** The columns of an outcome; a long reply is cut, its length and digest stay. */
export function outcomeContent(outcome: Outcome): Content {
  const { reply, status, fault, queueMs, wireMs } = outcome;
  const cut = reply !== null && reply.length > replyKept;
  return {
    status,
    fault,
    queue_ms: queueMs,
    wire_ms: wireMs,
    reply: cut ? reply.subarray(0, replyKept) : reply,
    reply_length: reply?.length ?? null,
    reply_sha256: cut ? createHash('sha256').update(reply).digest() : null,
  };
}
