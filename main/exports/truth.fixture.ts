import { allLines, call } from '#main/history/history.fixture.ts';
import type { History } from '#main/history/service.ts';
import type { HistoryDetail } from '#shared/contract/history.ts';

/** A row as an export should have it, worked out from the details that the console shows of it. */
export type Truth = Record<string, string | number | boolean | null>;

const plain = /^[\t\n\r\x20-\x7e\x80-\u{10ffff}]*$/u;

/** The bytes as UTF-8 text, where they are that and nothing else. */
function utf8(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && plain.test(text) ? text : null;
}
const latin = (bytes: Buffer): string | null => {
  const text = bytes.toString('latin1');
  return plain.test(text) ? text : null;
};

function bytesOf(bytes: Uint8Array | null): { text: string | null; base64: string | null } {
  if (bytes === null) return { text: null, base64: null };
  const buffer = Buffer.from(bytes);
  const text = utf8(buffer);
  return text === null ? { text: latin(buffer), base64: buffer.toString('base64') } : { text, base64: null };
}

function truthOf({
  row,
  request,
  reply,
  replyLength,
  replySha256,
  seat,
  detail,
  outcome,
}: HistoryDetail): Truth {
  const sent = bytesOf(request);
  const came = bytesOf(reply);
  return {
    seq: row.seq,
    kind: row.kind,
    time: new Date(row.at).toISOString(),
    at_ms: row.at,
    operator: row.operator,
    instrument: row.instrument === '' ? null : row.instrument,
    instrument_name: row.instrumentName === '' ? null : row.instrumentName,
    lane: row.lane,
    request: sent.text?.replace(/\n$/, '') ?? null,
    request_base64: sent.base64,
    status: row.status,
    reply: came.text,
    reply_base64: came.base64,
    reply_bytes: replyLength,
    reply_sha256: replySha256,
    fault: row.fault,
    queue_ms: row.queueMs,
    wire_ms: row.wireMs,
    interrupted: row.interrupted,
    address: row.link?.address ?? null,
    vendor: row.link?.vendor ?? null,
    model: row.link?.model ?? null,
    serial: row.link?.serial ?? null,
    firmware: row.link?.firmware ?? null,
    driver: row.link?.driver ?? null,
    seat,
    detail: detail === null ? null : JSON.stringify(detail),
    outcome_seq: outcome,
    pinned: row.mark?.pinned ?? false,
    note: row.mark?.note ?? null,
    tags: row.mark === null ? null : JSON.stringify(row.mark.tags),
    hash: row.hash,
  };
}

/** Every line of a history, oldest first. */
export async function truth(history: History): Promise<Truth[]> {
  const lines = (await allLines(history)).toReversed();
  return Promise.all(lines.map(async ({ seq }) => truthOf(await history.handlers.detail({ seq }, call()))));
}
