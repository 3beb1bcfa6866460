import type { AuditEntry } from '#main/bridge/caller.ts';
import type { Outcome } from '#main/session/ports.ts';
import type { HistoryRow, Lane, Link } from '#shared/contract/history.ts';
import type { Appended } from './append.ts';
import { detailText, instrumentOf, replyText, requestText } from './lines.ts';

/** An exchange, as the line about it needs it. */
export interface ShownRequest {
  readonly at: number;
  readonly operator: string;
  readonly link: Link;
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

/** The line of an exchange that was just written; without an outcome it is in flight. */
export const exchangeLine = (
  { seq, hash }: Appended,
  { at, operator, link, lane, bytes }: ShownRequest,
  outcome: Outcome | null,
): HistoryRow => ({
  seq,
  kind: 'exchange',
  at: Math.round(at),
  operator,
  instrument: link.instrument,
  instrumentName: link.name,
  lane,
  request: requestText(bytes),
  reply: replyText(outcome?.reply ?? null, outcome?.reply?.length ?? null),
  status: outcome?.status ?? 'in-flight',
  fault: outcome?.fault ?? null,
  queueMs: outcome?.queueMs ?? null,
  wireMs: outcome?.wireMs ?? null,
  interrupted: false,
  link,
  mark: null,
  hash,
});

/** The line of an audit row that was just written. */
export const auditLine = ({ seq, hash }: Appended, entry: AuditEntry, detail: string): HistoryRow => ({
  seq,
  kind: 'audit',
  at: Math.round(entry.at),
  operator: entry.who,
  instrument: instrumentOf(entry.action, detail),
  instrumentName: '',
  lane: null,
  request: entry.action,
  reply: detailText(detail),
  status: entry.result === 'ok' ? 'ok' : 'refused',
  fault: entry.result === 'ok' ? null : entry.result,
  queueMs: null,
  wireMs: null,
  interrupted: false,
  link: null,
  mark: null,
  hash,
});
