import type { HistoryDetail, HistoryRow } from '#shared/contract/history.ts';
import { hexDump } from './hex.ts';
import { payloadOf } from './payload.ts';

/** Bytes as a person wants them in another program: text as it is without its terminator, all else as a dump. */
export function bytesText(bytes: Uint8Array | null, total: number | null): string {
  if (bytes === null) return '';
  const { kind, text } = payloadOf(bytes, total ?? bytes.length);
  return kind === 'text' ? text.trimEnd() : hexDump(bytes);
}

/** A row and what its detail adds, as JSON: times as ISO 8601, bytes left to the dump. */
export function rowJson(row: HistoryRow, detail: HistoryDetail | null): string {
  const {
    seat = null,
    detail: details = null,
    replyLength = null,
    replySha256 = null,
    outcome = null,
  } = detail ?? {};
  return JSON.stringify(
    { ...row, at: new Date(row.at).toISOString(), seat, detail: details, replyLength, replySha256, outcome },
    null,
    2,
  );
}
