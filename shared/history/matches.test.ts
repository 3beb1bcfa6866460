import { describe, expect, it } from 'vitest';
import { everything, type HistoryFilter, type HistoryRow } from '#shared/contract/history.ts';
import { matches, narrows } from './matches.ts';
import { historyRow } from './row.fixture.ts';

/** Which of these rows fit. */
const fit = (filter: Partial<HistoryFilter>, rows: readonly Partial<HistoryRow>[]): boolean[] =>
  rows.map((row) => matches(historyRow(row), { ...everything, ...filter }));

describe('what a filter lets through', () => {
  it('is everything where no part narrows it', () => {
    expect(fit({}, [{}, { kind: 'audit', lane: null, wireMs: null }, { status: 'in-flight' }])).toEqual([
      true,
      true,
      true,
    ]);
    expect(narrows(everything)).toBe(false);
  });
  it('is words in whatever a row says, ASCII letters in either case', () => {
    const rows: Partial<HistoryRow>[] = [
      { request: 'sour1:volt 3' },
      { reply: 'Over VOLTage' },
      { reply: null, fault: 'RANGE_EXCEEDED: 7 V is too much; VOLT stays.' },
      { operator: 'volt-man' },
      { instrumentName: 'Volts' },
      { request: 'CURR?' },
    ];
    expect(fit({ text: 'Volt' }, rows)).toEqual([true, true, true, true, true, false]);
    expect(fit({ text: 'ä' }, [{ request: 'Ä' }, { request: 'ä' }])).toEqual([false, true]);
  });
  it('is a deed by the words that it is shown with, and only a deed', () => {
    const rows: Partial<HistoryRow>[] = [
      { kind: 'audit', request: 'safety.stop' },
      { kind: 'exchange', request: 'safety.stop' },
    ];
    expect(fit({ text: 'emergency stop' }, rows)).toEqual([true, false]);
  });
  it('is one instrument, one lane, one kind, one operator', () => {
    expect(fit({ instrument: 'b' }, [{}, { instrument: 'b' }])).toEqual([false, true]);
    expect(fit({ lane: 'poll' }, [{}, { lane: 'poll' }, { lane: null }])).toEqual([false, true, false]);
    expect(fit({ kind: 'audit' }, [{}, { kind: 'audit' }])).toEqual([false, true]);
    expect(fit({ operator: 'tech' }, [{}, { operator: 'tech' }])).toEqual([false, true]);
  });
  it('is what did not work; what is in flight has not failed, what the console left in flight has', () => {
    const of = (status: HistoryRow['status'], interrupted = false): Partial<HistoryRow> => ({
      status,
      interrupted,
    });
    const failures = [of('refused'), of('timeout'), of('error'), of('lost'), of('cancelled')];
    expect(fit({ errors: true }, failures)).toEqual([true, true, true, true, true]);
    expect(fit({ errors: true }, [of('ok'), of('in-flight'), of('in-flight', true)])).toEqual([
      false,
      false,
      true,
    ]);
  });
  it('is slower on the wire, not as slow; what was never there is not slow', () => {
    expect(
      fit({ slowerMs: 5 }, [{ wireMs: 5.1 }, { wireMs: 5 }, { wireMs: null }, { queueMs: 9, wireMs: 1 }]),
    ).toEqual([true, false, false, false]);
    expect(fit({ slowerMs: 0 }, [{ wireMs: 0 }, { wireMs: null }])).toEqual([false, false]);
  });
  it('is from a time on, to before another', () => {
    expect(fit({ from: 1000, to: 2000 }, [{ at: 999 }, { at: 1000 }, { at: 1999 }, { at: 2000 }])).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  it('is what somebody has marked, or filed under a tag', () => {
    const mark = { pinned: false, note: 'x', tags: ['burn-in'] };
    expect(fit({ marked: true }, [{}, { mark }])).toEqual([false, true]);
    expect(fit({ tag: 'burn-in' }, [{}, { mark }, { mark: { ...mark, tags: ['burn'] } }])).toEqual([
      false,
      true,
      false,
    ]);
  });
  it('is what fits every part', () => {
    const filter = { text: 'volt', lane: 'poll', errors: true } as const;
    const good = { lane: 'poll', status: 'timeout' } as const;
    expect(
      fit(filter, [good, { ...good, request: 'x' }, { ...good, lane: 'person' }, { lane: 'poll' }]),
    ).toEqual([true, false, false, false]);
  });
  it('narrows by each part, also by one that is zero', () => {
    const parts: Partial<HistoryFilter>[] = [
      { text: 'x' },
      { instrument: '' },
      { lane: 'poll' },
      { kind: 'audit' },
      { errors: true },
      { slowerMs: 0 },
      { operator: 'x' },
      { from: 0 },
      { to: 0 },
      { marked: true },
      { tag: 'x' },
    ];
    for (const part of parts) expect(narrows({ ...everything, ...part }), JSON.stringify(part)).toBe(true);
  });
});
