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

/** What stands in the reply column: the reply, or why there is none. */
export function replyText(row: HistoryRow): string {
  if (row.interrupted) return 'In flight when the console ended: effect unknown.';
  return row.fault ?? row.reply ?? '';
}
