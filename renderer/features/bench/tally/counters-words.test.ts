import { describe, expect, it } from 'vitest';
import { loadInfo, meterInfo, supplyInfo } from '#renderer/features/bench/channel.fixture.ts';
import { countersShown, sayCounted } from './counters-words.ts';
import { hasCounters } from './use-tally.ts';

const since = new Date(2026, 10, 26, 14, 3, 5).getTime();
const counter = (total: number, coveredMs = 0, gapMs = 0) => ({ total, coveredMs, gapMs });

describe('the counters of a channel', () => {
  it('are of an output or an input whose current or power is measured', () => {
    expect([supplyInfo(1), loadInfo, meterInfo].map(hasCounters)).toEqual([true, true, false]);
    expect(hasCounters({ ...supplyInfo(1), readings: [{ quantity: 'voltage', resolution: 1 }] })).toBe(false);
    const ammeter = { ...meterInfo, readings: supplyInfo(1).readings };
    expect(hasCounters(ammeter), 'a meter knows nothing of on and off').toBe(false);
  });
  it('have the prefix that suits them, and dashes when they are not known', () => {
    const counters = { since, wattHours: counter(0.0123449), ampereHours: counter(-1.5e-6) };
    expect(countersShown(supplyInfo(1), counters)).toEqual([
      { name: 'Energy', text: { number: '12.34', unit: 'mWh' }, known: true },
      { name: 'Charge', text: { number: '\u22121.500', unit: '\u00b5Ah' }, known: true },
    ]);
    expect(countersShown(supplyInfo(1), null)).toMatchObject([
      { text: { number: '\u2212 \u2212 \u2212', unit: 'Wh' }, known: false },
      { text: { number: '\u2212 \u2212 \u2212', unit: 'Ah' }, known: false },
    ]);
  });
  it('say over what time, and that there were gaps', () => {
    const counters = { since, wattHours: counter(0), ampereHours: counter(0) };
    expect(sayCounted(counters, since)).toEqual({ over: 'Not on since 14:03:05', gaps: null });
    const on = { since, wattHours: counter(1, 64_000, 12_000), ampereHours: counter(1, 76_000, 0) };
    expect(sayCounted(on, since)).toEqual({ over: 'On for 1 min 16 s since 14:03:05', gaps: 'gaps of 12 s' });
    expect(sayCounted({ ...on, wattHours: null }, since + 86_400_000)).toEqual({
      over: 'On for 1 min 16 s since 2026-11-26 14:03:05',
      gaps: null,
    });
    expect(sayCounted({ ...on, ampereHours: counter(1, 1, 999), wattHours: null }, since).gaps).toBeNull();
    expect(sayCounted({ ...on, ampereHours: counter(1, 1, 60_000) }, since).gaps).toBe('gaps of 1 min 00 s');
    // In a gap it may have been on.
    const away = { since, wattHours: null, ampereHours: counter(0, 0, 12_000) };
    expect(sayCounted(away, since)).toEqual({ over: 'Not seen on since 14:03:05', gaps: 'gaps of 12 s' });
    expect(sayCounted(null, since).over).toBe('What is counted is not known.');
  });
});
