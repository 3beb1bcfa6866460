import type { ExchangeStatus, HistoryFilter, HistoryRow } from '#shared/contract/history.ts';
import { deedWords } from './deed-words.ts';

/** What did not work. A command in flight has not failed yet; one that was in flight when the console ended has. */
export const failedStatuses = [
  'refused',
  'timeout',
  'error',
  'lost',
  'cancelled',
] as const satisfies readonly ExchangeStatus[];
const failed: ReadonlySet<ExchangeStatus> = new Set(failedStatuses);

/** True for the outcome of what did not work. */
export const isFailedStatus = (status: ExchangeStatus): boolean => failed.has(status);

/** True when a row did not work: see `HistoryFilter.errors`. */
const isFailure = (row: HistoryRow): boolean => row.interrupted || isFailedStatus(row.status);

/** ASCII letters in lower case, as a search compares them; every other character stays as it is. */
export const foldCase = (text: string): string => text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());

/** True when what a row says has these words in it. `folded`: see `foldCase`. */
function says(row: HistoryRow, folded: string): boolean {
  const { request, reply, fault, operator, instrumentName, kind } = row;
  return [request, reply, fault, operator, instrumentName, kind === 'audit' ? deedWords(request) : null].some(
    (part) => part !== null && foldCase(part).includes(folded),
  );
}

/** True when the words stand in what a row says; of a reply, in the part that the row carries. Empty text is in every row. */
export const matchesText = (row: HistoryRow, text: string): boolean =>
  text === '' || says(row, foldCase(text));

/** True when a row fits every part of a filter but its text. */
function matchesParts(row: HistoryRow, filter: HistoryFilter): boolean {
  const { instrument, lane, kind, errors, slowerMs, operator, from, to, marked, tag } = filter;
  return (
    (instrument === null || row.instrument === instrument) &&
    (lane === null || row.lane === lane) &&
    (kind === null || row.kind === kind) &&
    (operator === null || row.operator === operator) &&
    (from === null || row.at >= from) &&
    (to === null || row.at < to) &&
    (slowerMs === null || (row.wireMs !== null && row.wireMs > slowerMs)) &&
    (!errors || isFailure(row)) &&
    (!marked || row.mark !== null) &&
    (tag === null || (row.mark !== null && row.mark.tags.includes(tag)))
  );
}

/**
 * True when a row fits a filter: the one rule of the pages and of the live tail. A page finds more in one case only: words
 * in what was kept of a reply that a row does not carry whole, because it is long or binary.
 */
export const matches = (row: HistoryRow, filter: HistoryFilter): boolean =>
  matchesParts(row, filter) && matchesText(row, filter.text);

/** True when any part of a filter narrows the history. */
export function narrows(filter: HistoryFilter): boolean {
  const { text, errors, marked, ...rest } = filter;
  return text !== '' || errors || marked || Object.values(rest).some((part) => part !== null);
}
