import { dayText } from '#renderer/stores/time-text.ts';
import { type FaultCode, remedies } from '#shared/faults.ts';
import type { HistoryRow, Lane } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Who waits: the lane in which an exchange went. */
export const laneWords: Readonly<Record<Lane, string>> = {
  person: t`person`,
  poll: t`poll`,
  emergency: t`emergency`,
};

/** Who did it: a person by name, or the console by itself. */
export const operatorWords = (operator: string): string =>
  operator === 'console' ? t`console` : said(operator);

/** How a row ended: which shape, which word, which tint. */
export interface RowWord {
  readonly kind: 'pending' | 'unknown' | 'refused' | 'timeout' | 'fault' | 'off' | 'plain';
  readonly word: string;
  readonly tone: 'bad' | 'warn' | null;
}

export function rowWord(row: HistoryRow): RowWord {
  if (row.interrupted) return { kind: 'unknown', word: t`Effect unknown`, tone: 'warn' };
  switch (row.status) {
    case 'in-flight':
      return { kind: 'pending', word: t`In flight`, tone: null };
    case 'ok':
      return { kind: 'plain', word: 'OK', tone: null };
    case 'refused':
      return { kind: 'refused', word: row.kind === 'audit' ? t`Refused` : t`Refused, not sent`, tone: 'bad' };
    case 'timeout':
      return { kind: 'timeout', word: t`Timeout`, tone: 'bad' };
    case 'error':
      return { kind: 'fault', word: t`Error`, tone: 'bad' };
    case 'cancelled':
      return { kind: 'off', word: t`Cancelled`, tone: null };
    case 'lost':
      return { kind: 'unknown', word: t`Link lost`, tone: 'warn' };
  }
}

const ids = /\b(?:id|instrument): ([0-9a-f-]{36})(?:, )?/u;

/** What stands in the reply column: the reply, or why there is none. A deed's instrument stands in its own column. */
export function replyText(row: HistoryRow): string {
  if (row.interrupted) return t`In flight when the console ended: effect unknown.`;
  if (row.fault !== null) return faultText(row.fault, row.kind === 'audit' ? whyOf(row.reply ?? '') : '');
  const reply = row.reply ?? '';
  return row.kind === 'audit' ? reply.replace(ids, '') : reply;
}

/** The same for the narrow column: what happened goes before the code, which stands in the details. */
export const shortReply = (row: HistoryRow): string =>
  row.fault === null ? replyText(row) : replyText(row).replace(/^[A-Z][A-Z_]+: /u, '');

/** What happened, which stands last among the details of a deed that failed; empty in rows that do not say it. */
function whyOf(details: string): string {
  const mark = 'why: ';
  const at = details.lastIndexOf(`, ${mark}`);
  if (at >= 0) return details.slice(at + 2 + mark.length);
  return details.startsWith(mark) ? details.slice(mark.length) : '';
}

/** A fault with what happened. Rows that say only its code get what to do about it. */
function faultText(fault: string, why: string): string {
  if (why !== '') return `${fault}: ${why}`;
  // Who cancelled knows why; and a command that the stop swept away is no call to rest.
  if (fault === 'CANCELLED') return fault;
  return fault in remedies ? `${fault}: ${said(remedies[fault as FaultCode])}` : fault;
}

/** A part of what is said about the time of a row, and where that time went. */
export interface TimePart {
  readonly where: 'queue' | 'wire';
  readonly words: string;
}

/** How long a row waited and took, in ms; that it was never sent; or nothing where there is nothing to say. */
export function timeParts({ kind, status, queueMs, wireMs }: HistoryRow): readonly TimePart[] {
  const queue = queueMs === null ? null : t`${formatFixed(queueMs, 1)} ms in the queue`;
  // Cancelled on the wire has a time there: without one it was taken back while it waited.
  const unsent = kind === 'exchange' && (status === 'refused' || (status === 'cancelled' && wireMs === null));
  const wire = unsent ? t`never sent` : wireMs === null ? null : t`${formatFixed(wireMs, 1)} ms on the wire`;
  return [
    ...(queue === null ? [] : [{ where: 'queue', words: queue } as const]),
    ...(wire === null ? [] : [{ where: 'wire', words: wire } as const]),
  ];
}

/** `18 402 rows since 2026-01-03`: how much the history has. */
export function rowsSince(count: number, since: number | null): string {
  const rows = count === 1 ? t`1 row` : t`${formatFixed(count, 0)} rows`;
  return since === null ? rows : `${rows}${t` since ${dayText(since)}`}`;
}

/** The instrument of a row; for a deed, the one that its details name, if its name is known. */
export function instrumentName(row: HistoryRow, names: ReadonlyMap<string, string>): string {
  if (row.instrumentName !== '') return row.instrumentName;
  return names.get(row.instrument) ?? '';
}
