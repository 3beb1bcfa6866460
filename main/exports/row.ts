import { historyRow, keptReply, type LineRow } from '#main/history/lines.ts';
import { settledOf } from '#main/history/stretches/settled.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { foldCase, matches } from '#shared/history/matches.ts';
import { bytesText, messageText } from './bytes-text.ts';
import type { ExportRow } from './columns.ts';

const none = { text: null, base64: null } as const;

/** A line of the history as it is exported; null when it does not fit the filter, which is what pages of the history show. */
export function exportRow(line: LineRow, filter: HistoryFilter): ExportRow | null {
  const row = historyRow(line);
  if (!fits(line, row, filter)) return null;
  const { link, mark } = row;
  const audit = line.kind === 'audit';
  const { request, reply, replyLength, replySha256 } = settledOf(line);
  const sent = messageText(request);
  const came = audit || reply === null ? none : bytesText(reply);
  return {
    seq: row.seq,
    kind: row.kind,
    time: row.at,
    at_ms: row.at,
    operator: row.operator || null,
    instrument: row.instrument || null,
    instrument_name: row.instrumentName || null,
    lane: row.lane,
    request: sent.text,
    request_base64: sent.base64,
    status: row.status,
    reply: came.text,
    reply_base64: came.base64,
    reply_bytes: replyLength,
    reply_sha256: replySha256 === null ? null : Buffer.from(replySha256).toString('hex'),
    fault: row.fault,
    queue_ms: row.queueMs,
    wire_ms: row.wireMs,
    interrupted: row.interrupted,
    address: link?.address ?? null,
    vendor: link?.vendor ?? null,
    model: link?.model ?? null,
    serial: link?.serial ?? null,
    firmware: link?.firmware ?? null,
    driver: link?.driver ?? null,
    seat: line.seat,
    detail: line.detail,
    outcome_seq: line.outcome,
    pinned: mark?.pinned ?? false,
    note: mark?.note ?? null,
    tags: mark === null ? null : JSON.stringify(mark.tags),
    hash: row.hash,
  };
}

function fits(line: LineRow, row: ReturnType<typeof historyRow>, filter: HistoryFilter): boolean {
  if (matches(row, filter)) return true;
  if (filter.text === '' || !matches(row, { ...filter, text: '' })) return false;
  // Words in what was kept of a reply that the row does not carry whole.
  return foldCase(keptReply(line) ?? '').includes(foldCase(filter.text));
}
