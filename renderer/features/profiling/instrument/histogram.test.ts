import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bars } from '#shared/contract/profiling.ts';
import { countLine, rebin, twoHistograms } from './histogram.ts';

const sum = (bins: readonly { count: number }[]): number => bins.reduce((all, { count }) => all + count, 0);

describe('bars of one width', () => {
  it('share a bucket by what lies in each', () => {
    const bins = rebin([{ from: 1, to: 100, count: 10 }], { from: 1, to: 10_000 }, 4);
    expect(bins.map(({ count }) => count)).toEqual([5, 5, 0, 0]);
    const bars: Bars = [{ from: 10, to: 10 ** 1.5, count: 8 }];
    expect(rebin(bars, { from: 1, to: 100 }, 3).map(({ count }) => count)).toEqual([
      0,
      expect.closeTo(8 / 3 + 8 / 3),
      expect.closeTo(8 / 3),
    ]);
  });
  it('lose nothing and make up nothing, wherever the buckets lie', () => {
    const bar = fc.record({
      from: fc.double({ min: 1e-4, max: 1e5, noNaN: true }),
      width: fc.double({ min: 1, max: 3, noNaN: true }),
      count: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 20 }), fc.integer({ min: 1, max: 90 }), (parts, count) => {
        const bars = parts.map(({ from, width, count: many }) => ({ from, to: from * width, count: many }));
        expect(sum(rebin(bars, { from: 0.01, to: 1000 }, count))).toBeCloseTo(sum(bars), 6);
      }),
    );
  });
});

describe('queue and wire together', () => {
  const queue: Bars = [{ from: 1, to: 2, count: 90 }];
  const wire: Bars = [{ from: 200, to: 400, count: 30 }];
  it('have one axis and one scale of counts', () => {
    const both = twoHistograms(queue, wire, [null, 1000], 40);
    expect(both.axis).toEqual({ from: 1, to: 1000 });
    expect(sum(both.queue)).toBeCloseTo(90);
    expect(sum(both.wire)).toBeCloseTo(30);
    expect(both.most).toBe(Math.max(...both.queue.map(({ count }) => count)));
  });
  it('have no more than five decades: what is shorter counts in the first bar', () => {
    const both = twoHistograms([{ from: 1e-7, to: 1e-6, count: 4 }], wire, [], 10);
    expect(both.axis.from).toBeGreaterThan(1e-3);
    expect(both.queue[0]?.count).toBe(4);
  });
  it('are empty without counts', () => {
    const none = twoHistograms([], [], [null], 8);
    expect(none.most).toBe(0);
    expect(sum(none.queue) + sum(none.wire)).toBe(0);
  });
});

it('draws a line at a round count below the highest bar', () => {
  expect([1100, 640, 210, 56, 9, 2, 1.4].map(countLine)).toEqual([500, 500, 100, 50, 5, 1, null]);
});
