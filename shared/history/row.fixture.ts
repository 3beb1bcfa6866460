import type { HistoryRow } from '#shared/contract/history.ts';

/** A row of the history for tests: an answered query of a person. */
export const historyRow = (over: Partial<HistoryRow> = {}): HistoryRow => ({
  seq: 1,
  kind: 'exchange',
  at: 1000,
  operator: 'tech-02',
  instrument: 'a',
  instrumentName: 'Supply A',
  lane: 'person',
  request: 'VOLT?',
  reply: '3.3',
  status: 'ok',
  fault: null,
  queueMs: 0.2,
  wireMs: 5,
  interrupted: false,
  link: null,
  mark: null,
  hash: '00',
  ...over,
});
