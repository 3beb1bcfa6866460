import type { LineRow } from '#main/history/lines.ts';

/** An exchange with what came of it, wherever that stands: in its own record or in its outcome's. */
export interface Settled {
  /** Epoch ms when it was sent, as near as the history knows. */
  readonly sentAt: number;
  readonly request: Uint8Array;
  readonly status: LineRow['status'] | 'in-flight';
  readonly reply: Uint8Array | null;
  /** Bytes of the whole reply, and its SHA-256 where it was cut. */
  readonly replyLength: number | null;
  readonly replySha256: Uint8Array | null;
  readonly wireMs: number | null;
}

const nothing = new Uint8Array();

/** The exchange of an intent or exchange row. */
export function settledOf(row: LineRow): Settled {
  const request = row.request ?? nothing;
  if (row.kind === 'intent' && row.outcome === null)
    return {
      sentAt: row.at,
      request,
      status: 'in-flight',
      reply: null,
      replyLength: null,
      replySha256: null,
      wireMs: null,
    };
  if (row.kind === 'intent')
    return {
      sentAt: row.at,
      request,
      status: row.o_status,
      reply: row.o_reply,
      replyLength: row.o_reply_length,
      replySha256: row.o_reply_sha256,
      wireMs: row.o_wire_ms,
    };
  return {
    // What changes nothing is noted when its answer has come.
    sentAt: row.at - (row.wire_ms ?? 0),
    request,
    status: row.status,
    reply: row.reply,
    replyLength: row.reply_length,
    replySha256: row.reply_sha256,
    wireMs: row.wire_ms,
  };
}

/** True when it never went out: refused, or given up while it waited. */
export const isUnsent = ({ status, wireMs }: Settled): boolean =>
  status === 'refused' || (status === 'cancelled' && wireMs === null);

/** The line about a run of polls: their readings are elsewhere, and nothing like it was sent. */
export const isPollRun = (row: LineRow): boolean =>
  row.kind === 'exchange' && row.lane === 'poll' && Buffer.from(row.request ?? nothing).equals(polled);

/** What stands as the request of such a line. */
const polled = Buffer.from('polled');
