import { describe, expect, it } from 'vitest';
import { type HistoryRow, exchangeStatuses } from '#shared/contract/history.ts';
import { historyRow } from '#shared/history/row.fixture.ts';
import { instrumentName, replyText, rowWord, shortReply, timeParts } from './row-words.ts';

const row = (over: Partial<HistoryRow>): HistoryRow =>
  historyRow({ request: 'OUTP ON', reply: null, queueMs: null, wireMs: null, ...over });

const timesText = (of: HistoryRow): string =>
  timeParts(of)
    .map(({ words }) => words)
    .join(', ');

describe('how a row is said', () => {
  it('has a word for every status, and a shape for all but the quiet one', () => {
    const words = exchangeStatuses.map((status) => rowWord(row({ status })));
    expect(new Set(words.map(({ word }) => word)).size).toBe(exchangeStatuses.length);
    expect(words.filter(({ kind }) => kind === 'plain').map(({ word }) => word)).toEqual(['OK']);
  });
  it('says that a refused command was never sent', () => {
    expect(rowWord(row({ status: 'refused' })).word).toContain('not sent');
  });
  it('says what to do beside the code of a fault, and leaves a sentence as it is', () => {
    expect(replyText(row({ fault: 'SAFETY_ENVELOPE' }))).toContain(
      'SAFETY_ENVELOPE: Choose a value inside the envelope',
    );
    expect(replyText(row({ status: 'cancelled', fault: 'CANCELLED' }))).toBe('CANCELLED');
    expect(replyText(row({ fault: 'No answer in 2 s.' }))).toBe('No answer in 2 s.');
  });
  it('gives a time on the wire only to what was there', () => {
    expect(timesText(row({ queueMs: 1.25, wireMs: 3 }))).toBe('1.3 ms in the queue, 3.0 ms on the wire');
    expect(timesText(row({ status: 'refused', queueMs: 0 }))).toBe('0.0 ms in the queue, never sent');
    expect(timesText(row({ status: 'cancelled', queueMs: 8 }))).toBe('8.0 ms in the queue, never sent');
    expect(timesText(row({ status: 'cancelled', queueMs: 8, wireMs: 2 }))).toContain('2.0 ms on the wire');
    // Whether it left is not known.
    expect(timesText(row({ status: 'lost', queueMs: 0 }))).toBe('0.0 ms in the queue');
    expect(timesText(row({ kind: 'audit', status: 'refused' }))).toBe('');
  });
  it('says why, where the row knows it', () => {
    const fault = 'SAFETY_ENVELOPE: 7 V is above the envelope of 5 V.';
    expect(replyText(row({ fault }))).toBe(fault);
    const deed = { kind: 'audit', fault: 'AUTH_FAILED' } as const;
    expect(replyText(row({ ...deed, reply: 'why: Not right.' }))).toBe('AUTH_FAILED: Not right.');
    expect(replyText(row({ ...deed, reply: 'value: 3, why: a, b' }))).toBe('AUTH_FAILED: a, b');
    expect(replyText(row({ ...deed, reply: 'value: 3' }))).toContain('AUTH_FAILED: Check the name');
  });
  it('leaves the code to the details where there is little room, never the words', () => {
    expect(shortReply(row({ fault: 'SAFETY_ENVELOPE: 7 V is above 5 V.' }))).toBe('7 V is above 5 V.');
    expect(shortReply(row({ fault: 'CANCELLED', status: 'cancelled' }))).toBe('CANCELLED');
    expect(shortReply(row({ reply: 'VOLT: 3' }))).toBe('VOLT: 3');
  });
  it('puts the instrument of a deed into its own column', () => {
    const id = '7c49e873-603c-4d32-9065-4482f2f8aca3';
    const deed = row({ kind: 'audit', instrument: id, instrumentName: '', reply: `id: ${id}, channel: 1` });
    expect(replyText(deed)).toBe('channel: 1');
    expect(instrumentName(deed, new Map([[id, 'Supply A']]))).toBe('Supply A');
    expect(instrumentName(deed, new Map())).toBe('');
    expect(replyText(row({ reply: `id: ${id}, channel: 1` }))).toContain(id);
  });
  it('never says more of an interrupted row than is known', () => {
    const interrupted = row({ status: 'in-flight', interrupted: true, reply: 'x' });
    expect(rowWord(interrupted)).toMatchObject({ word: 'Effect unknown', kind: 'unknown' });
    expect(replyText(interrupted)).toContain('effect unknown');
  });
});
