import type { ExchangeStatus, Lane, Link } from '#shared/contract/history.ts';
import type { Field } from './chain.ts';

/** A row of the `record` table with its link, as SQL gives it. */
export interface RecordRow {
  readonly seq: number;
  readonly kind: 'intent' | 'outcome' | 'exchange' | 'audit';
  readonly at: number;
  readonly line: number;
  readonly digest: Uint8Array;
  readonly hash: Uint8Array;
  readonly operator: string | null;
  readonly lane: Lane | null;
  readonly request: Uint8Array | null;
  readonly intent: number | null;
  readonly status: ExchangeStatus | null;
  readonly reply: Uint8Array | null;
  readonly reply_length: number | null;
  readonly reply_sha256: Uint8Array | null;
  readonly fault: string | null;
  readonly queue_ms: number | null;
  readonly wire_ms: number | null;
  readonly seat: string | null;
  readonly detail: string | null;
}

/** The fields of a link in the order in which they are hashed and written. */
export const linkFields = (link: Link): readonly string[] => [
  link.instrument,
  link.name,
  link.address,
  link.vendor,
  link.model,
  link.serial,
  link.firmware,
  link.driver,
];

/** What a row's digest covers: everything it says. `link`: the fields of its link. See docs/history-chain.md. */
export const payloadOf = (
  row: Omit<RecordRow, 'digest' | 'hash'>,
  link: readonly string[] | null,
): readonly Field[] => [
  'lablink-record-1',
  row.seq,
  row.kind,
  row.at,
  row.line,
  ...(link ?? [null]),
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
];
