import type { HistoryRow, Link } from '#shared/contract/history.ts';
import { blockAt } from '#shared/history/block.ts';
import { isFailedStatus } from '#shared/history/matches.ts';
import { markOf } from './marks/mark-row.ts';
import type { RecordRow } from './record-row.ts';

/** A line of the history as SQL joins it: an intent with its outcome, an exchange, or an audit row. */
export interface LineRow extends RecordRow {
  readonly link: number | null;
  readonly outcome: number | null;
  readonly o_status: RecordRow['status'];
  readonly o_reply: Uint8Array | null;
  readonly o_reply_length: number | null;
  readonly o_reply_sha256: Uint8Array | null;
  readonly o_fault: string | null;
  readonly o_queue_ms: number | null;
  readonly o_wire_ms: number | null;
  readonly interrupted: number | null;
  readonly instrument: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly driver: string | null;
  readonly m_pinned: 0 | 1 | null;
  readonly m_note: string | null;
  readonly m_tags: string | null;
}

/** Characters of a reply that a line shows. */
const replyShown = 2000;

const isText = (bytes: Uint8Array): boolean => {
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return false;
  return true;
};

/** UTF-8 where it is that, else Latin-1: instruments send either. A character that a cut went through is left out. */
function decoded(bytes: Uint8Array): string {
  if (!bytes.some((byte) => byte > 0x7f)) return latin1(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return latin1(bytes);
  }
}

const latin1 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

const counted = (bytes: number): string => `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`;

/** A reply for a person: text as it is, cut; a block and binary as what they are and how long. */
export function replyText(bytes: Uint8Array | null, fullLength: number | null): string | null {
  if (bytes === null) return null;
  const total = fullLength ?? bytes.length;
  const readable = isText(bytes.subarray(0, replyShown));
  // Samples of one byte may look like letters; words that are sent as a block are ASCII.
  if (!readable || total > replyShown || bytes.some((byte) => byte > 0x7f)) {
    const block = blockAt(bytes);
    // A header that announces more than came is no block.
    if (block !== null && block.start + (block.length ?? 0) <= total)
      return `IEEE 488.2 block, ${counted(block.length ?? total - block.start)}`;
  }
  if (!readable) return `binary, ${counted(total)}`;
  const text = decoded(bytes.subarray(0, replyShown)).trimEnd();
  return total > replyShown ? `${text}… (${counted(total)})` : text;
}

/** A program message for a person: text, with what is not text shown as `\xNN`. */
export const requestText = (bytes: Uint8Array): string =>
  isText(bytes) ? decoded(bytes).trimEnd() : Array.from(decoded(bytes).trimEnd(), shown).join('');

const shown = (character: string): string => {
  const code = character.charCodeAt(0);
  const plain = (code >= 0x20 && code !== 0x7f) || character === '\t' || character === '\n';
  return plain ? character : `\\x${code.toString(16).padStart(2, '0')}`;
};

export const linkOf = (row: LineRow): Link | null =>
  row.instrument === null
    ? null
    : {
        instrument: row.instrument,
        name: row.name!,
        address: row.address!,
        vendor: row.vendor!,
        model: row.model!,
        serial: row.serial!,
        firmware: row.firmware!,
        driver: row.driver!,
      };

/** What an audit row says besides its action: the recorded details, readable. */
export function detailText(detail: string | null): string | null {
  const entries = Object.entries(JSON.parse(detail ?? '{}') as Record<string, unknown>);
  if (entries.length === 0) return null;
  return entries
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/**
 * The instrument that an audit row is about, where its details name one; else empty. `filteredLines` says the same in SQL.
 */
export function instrumentOf(action: string, detail: string | null): string {
  const { instrument, id } = JSON.parse(detail ?? '{}') as { instrument?: unknown; id?: unknown };
  const named = instrument ?? (action.startsWith('instruments.') ? id : null);
  return typeof named === 'string' ? named : '';
}

/** What is kept of a reply that the row does not carry whole, because it is long or binary; else null. */
export function keptReply(row: Pick<LineRow, 'outcome' | 'reply' | 'o_reply'>): string | null {
  const reply = row.outcome === null ? row.reply : row.o_reply;
  if (reply === null || (reply.length <= replyShown && isText(reply))) return null;
  return decoded(reply);
}

/** True when a line did not work: see `HistoryFilter.errors`. `filteredLines` says the same in SQL. */
export const isFailedLine = (
  row: Pick<LineRow, 'kind' | 'outcome' | 'status' | 'o_status' | 'interrupted'>,
): boolean =>
  row.interrupted !== null ||
  isFailedStatus((row.outcome === null ? row.status : row.o_status) ?? 'in-flight');

/** The line as the contract has it. `link`: that of the row, where it is known already. */
export function historyRow(row: LineRow, link: Link | null = linkOf(row)): HistoryRow {
  const settled = row.kind === 'intent' && row.outcome !== null;
  const status = row.kind === 'intent' ? (settled ? row.o_status! : 'in-flight') : row.status!;
  const request = requestText(row.request ?? new Uint8Array());
  return {
    seq: row.seq,
    kind: row.kind === 'audit' ? 'audit' : 'exchange',
    at: row.at,
    operator: row.operator ?? '',
    instrument: row.kind === 'audit' ? instrumentOf(request, row.detail) : (link?.instrument ?? ''),
    instrumentName: link?.name ?? '',
    lane: row.lane,
    request,
    reply:
      row.kind === 'audit'
        ? detailText(row.detail)
        : settled
          ? replyText(row.o_reply, row.o_reply_length)
          : replyText(row.reply, row.reply_length),
    status,
    fault: settled ? row.o_fault : row.fault,
    queueMs: settled ? row.o_queue_ms : row.queue_ms,
    wireMs: settled ? row.o_wire_ms : row.wire_ms,
    interrupted: row.interrupted !== null,
    link,
    mark: markOf(row),
    hash: Buffer.from(row.hash).toString('hex'),
  };
}
