import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf } from './bars.ts';

describe('the bars of a histogram', () => {
  it('stand in the middle when they are few, as wide as a step of the readings, around their values', () => {
    const counts = Array.from({ length: 21 }, () => 0);
    [counts[0], counts[10], counts[20]] = [2, 8, 4];
    // 4.99999, 5.00000 and 5.00001 in bins of a tenth of such a step.
    const view = barsOf({ from: 4.99999, width: 1e-6, counts }, 1e-5);
    expect(view).toMatchObject({
      places: 25,
      most: 8,
      bars: [
        { place: 11, part: 0.25 },
        { place: 12, part: 1 },
        { place: 13, part: 0.5 },
      ],
    });
    expect(view.mostAt).toBeCloseTo(5, 9);
    expect(view.from).toBeCloseTo(5 - 12.5e-5, 9);
    expect(view.to).toBeCloseTo(5 + 12.5e-5, 9);
  });
  it('fill the axis when they are many', () => {
    const counts = Array.from({ length: 60 }, (_, bin) => bin + 1);
    const view = barsOf({ from: 100, width: 2, counts }, 1);
    expect(view).toMatchObject({ places: 60, from: 99.5, to: 219.5, most: 60, mostAt: 218.5 });
    expect(view.bars[0]).toEqual({ place: 0, part: 1 / 60 });
  });
  it('of one value is one', () => {
    expect(barsOf({ from: 0, width: 1e-7, counts: [7] }, 1e-5)).toMatchObject({
      places: 25,
      bars: [{ place: 12, part: 1 }],
      most: 7,
    });
  });
  it('show every bin that counts anything, at its place', () => {
    const bins = fc.array(fc.nat(3), { minLength: 1, maxLength: 126 }).map((inner) => [1, ...inner, 1]);
    fc.assert(
      fc.property(bins, (counts) => {
        const view = barsOf({ from: -3, width: 0.5, counts }, 0.5);
        expect(view.bars).toHaveLength(counts.filter((count) => count > 0).length);
        const slot = (view.to - view.from) / view.places;
        for (const { place, part } of view.bars) {
          expect(Number.isInteger(place)).toBe(true);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThan(view.places);
          const bin = Math.round((view.from + (place + 0.5) * slot + 3 - (slot - 0.5) / 2) / 0.5);
          expect(counts[bin]).toBe(Math.round(part * view.most));
        }
      }),
    );
  });
});
