import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './plot-labels.ts';

describe('placeLabels', () => {
  it('leaves labels alone that have room', () => expect(placeLabels([10, 60], 20, 100)).toEqual([10, 60]));
  it('pushes the lower one down', () => expect(placeLabels([10, 15], 20, 100)).toEqual([10, 30]));
  it('pushes up from the bottom edge', () => expect(placeLabels([85, 95], 20, 100)).toEqual([60, 80]));
  it('never overlaps while there is room for all, whatever is wanted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (wanted) => {
          const placed = placeLabels(wanted, 20, 200).sort((a, b) => a - b);
          placed.forEach((y, place) => {
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(180);
            expect(y - (placed[place - 1] ?? -20)).toBeGreaterThanOrEqual(20 - 1e-9);
          });
        },
      ),
    );
  });
});
