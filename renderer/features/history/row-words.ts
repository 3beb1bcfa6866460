import { type FaultCode, remedies } from '#shared/faults.ts';
import type { HistoryRow } from '#shared/contract/history.ts';

/** How a row ended: which shape, which word, which tint. */
export interface RowWord {
  readonly kind: 'pending' | 'unknown' | 'refused' | 'timeout' | 'fault' | 'off' | 'plain';
  readonly word: string;
  readonly tone: 'bad' | 'warn' | null;
}

export function rowWord(row: HistoryRow): RowWord {
  if (row.interrupted) return { kind: 'unknown', word: 'Effect unknown', tone: 'warn' };
  switch (row.status) {
    case 'in-flight':
      return { kind: 'pending', word: 'In flight', tone: null };
    case 'ok':
      return { kind: 'plain', word: 'OK', tone: null };
    case 'refused':
      return { kind: 'refused', word: row.kind === 'audit' ? 'Refused' : 'Refused, not sent', tone: 'bad' };
    case 'timeout':
      return { kind: 'timeout', word: 'Timeout', tone: 'bad' };
    case 'error':
      return { kind: 'fault', word: 'Error', tone: 'bad' };
    case 'cancelled':
      return { kind: 'off', word: 'Cancelled', tone: null };
    case 'lost':
      return { kind: 'unknown', word: 'Link lost', tone: 'warn' };
  }
}

const ids = /\b(?:id|instrument): ([0-9a-f-]{36})(?:, )?/u;

/** What stands in the reply column: the reply, or why there is none. A deed's instrument stands in its own column. */
export function replyText(row: HistoryRow): string {
  if (row.interrupted) return 'In flight when the console ended: effect unknown.';
  if (row.fault !== null) return faultText(row.fault);
  const reply = row.reply ?? '';
  return row.kind === 'audit' ? reply.replace(ids, '') : reply;
}

/** A fault by its code, with what to do about it. */
function faultText(fault: string): string {
  // Who cancelled knows why; and a command that the stop swept away is no call to rest.
  if (fault === 'CANCELLED') return fault;
  return fault in remedies ? `${fault}: ${remedies[fault as FaultCode]}` : fault;
}

/** The instrument of a row; for a deed, the one that its details name, if it is still on the bench. */
export function instrumentName(row: HistoryRow, names: ReadonlyMap<string, string>): string {
  if (row.instrumentName !== '') return row.instrumentName;
  return names.get(ids.exec(row.reply ?? '')?.[1] ?? '') ?? '';
}
