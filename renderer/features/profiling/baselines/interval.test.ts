import { describe, expect, it } from 'vitest';
import { bandShape, intervalShape, ratioAxis, ratioPart, ratioTicks } from './interval.ts';

const ratio = (middle: number, low: number, high: number) =>
  ({ ratio: middle, low, high, verdict: 'same' }) as const;

describe('the axis of ratios', () => {
  it('goes from half to double, with 1 in the middle', () => {
    const axis = ratioAxis([ratio(1, 0.98, 1.02)]);
    expect(axis).toEqual({ from: 0.5, to: 2 });
    expect(ratioPart(axis, 1)).toBeCloseTo(0.5);
  });
  it('grows as far as the intervals go', () => {
    expect(ratioAxis([ratio(2.3, 2.1, 2.6), ratio(0.4, 0.3, 0.45)])).toEqual({
      from: 0.2,
      to: 5,
    });
  });
  it('has as many labels as there is room for, 1 among them', () => {
    const axis = ratioAxis([ratio(50, 0.8, 90)]);
    expect(ratioTicks(axis, 0.05)).toEqual([0.5, 1, 2, 5, 10]);
    expect(ratioTicks(axis, 0.3)).toEqual([1, 10]);
  });
  it('ends at a tenth and at tenfold', () => {
    expect(ratioAxis([ratio(50, 0.001, 90)])).toMatchObject({ from: 0.1, to: 10 });
    expect(ratioAxis([])).toMatchObject({ from: 0.5, to: 2 });
  });
});

describe('an interval', () => {
  const axis = ratioAxis([]);
  it('has its ends and its middle on the axis', () => {
    const shape = intervalShape(axis, ratio(1, 0.5, 2));
    expect(shape).toEqual({ low: 0, high: 1, middle: expect.closeTo(0.5), beyond: null });
  });
  it('says when it goes on beyond the end', () => {
    expect(intervalShape(axis, ratio(3, 1.9, 4))).toMatchObject({ high: 1, middle: 1, beyond: 'high' });
    expect(intervalShape(axis, ratio(0.2, 0.1, 0.6))).toMatchObject({ low: 0, middle: 0, beyond: 'low' });
  });
});

it('draws the band of no difference around 1, as wide to either side', () => {
  const band = bandShape(ratioAxis([]), 1.05);
  expect(0.5 - band.from).toBeCloseTo(band.to - 0.5, 9);
  expect(band.to).toBeGreaterThan(0.53);
});
