import { describe, expect, it } from 'vitest';
import { historyRow } from '#shared/history/row.fixture.ts';
import { runLines, runOf, runPath, runWords } from './run.ts';

const row = historyRow({
  lane: 'poll',
  operator: 'console',
  request: 'polled',
  reply: '120 polls, 240 readings from 2026-11-25T14:31:50.000Z to 2026-11-25T14:32:02.000Z, slowest 7.2 ms',
});
const reading = (at: number, value: number, quantity = 'V', channel = 1) => ({
  at,
  value,
  quantity,
  channel,
});

describe('a run of polls', () => {
  it('is read from its one row', () => {
    const run = runOf(row)!;
    expect(run).toEqual({
      polls: 120,
      readings: 240,
      from: Date.UTC(2026, 10, 25, 14, 31, 50),
      to: Date.UTC(2026, 10, 25, 14, 32, 2),
      slowestMs: 7.2,
    });
    expect(runWords(run)).toBe('120 polls, 240 readings, slowest 7.2 ms');
  });
  it('is not seen in what somebody sent, or in a poll that failed', () => {
    expect(runOf({ ...row, lane: 'person' })).toBeNull();
    expect(runOf({ ...row, request: 'MEAS:VOLT?' })).toBeNull();
    expect(runOf({ ...row, reply: '120 polls' })).toBeNull();
    expect(runOf({ ...row, reply: null })).toBeNull();
  });
  it('has its readings by what they are of, oldest first', () => {
    const lines = runLines([reading(3, 1, 'V', 2), reading(2, 5), reading(1, 4), reading(2, 0.1, 'A')]);
    expect(lines.map(({ key }) => key)).toEqual(['1 A', '1 V', '2 V']);
    expect(lines[1]!.points.map(({ at }) => at)).toEqual([1, 2]);
  });
  it('is drawn over its time, and broken where nothing was read', () => {
    expect(runPath([], 100, 10)).toBe('');
    expect(runPath([reading(5, 3)], 100, 10)).toBe('M0.0 5.0');
    expect(runPath([reading(0, 0), reading(10, 1)], 100, 10)).toBe('M0.0 10.0L100.0 0.0');
    const points = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1000].map((at) => reading(at, 1));
    expect(runPath(points, 100, 10).split('M')).toHaveLength(3);
  });
});
