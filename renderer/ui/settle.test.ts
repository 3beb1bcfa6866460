import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMoving, settle, settleMs, settlesIn, unsettled } from './settle.ts';

describe('settling digits', () => {
  const first = settle(unsettled, '3.2998', 0);

  it('shows a first reading bright: nothing has moved yet', () => expect(firstMoving(first, 0)).toBe(6));

  it('dims the digit that moved, and all below it', () => {
    expect(firstMoving(settle(first, '3.2997', 100), 100)).toBe(5);
    const carried = settle(first, '3.3098', 100);
    expect(firstMoving(carried, 100)).toBe(2);
  });

  it('is bright again exactly a second later', () => {
    const moved = settle(first, '3.2997', 100);
    expect(firstMoving(moved, 100 + settleMs - 1)).toBe(5);
    expect(firstMoving(moved, 100 + settleMs)).toBe(6);
  });

  it('keeps a lower digit dim while a higher one has settled', () => {
    const high = settle(first, '3.3998', 0);
    const low = settle(high, '3.3997', 900);
    expect(firstMoving(low, 1000)).toBe(5);
  });

  it('does not move for the same reading again', () => expect(settle(first, '3.2998', 500)).toBe(first));

  it('starts anew when the number has another length', () => {
    expect(firstMoving(settle(first, '12.2998', 100), 100)).toBe(7);
  });

  it('says when to draw again', () => {
    expect(settlesIn(first, 0)).toBeNull();
    expect(settlesIn(settle(first, '3.2997', 100), 300)).toBe(800);
  });

  it('never leaves a place brighter than one of higher value that moved later', () => {
    const texts = fc.array(fc.stringMatching(/^\d\.\d{3}$/u), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(texts, (list) => {
        let state = unsettled;
        list.forEach((text, step) => {
          state = settle(state, text, step * 300);
        });
        for (let place = 1; place < state.movedAt.length; place++)
          expect(state.movedAt[place]).toBeGreaterThanOrEqual(state.movedAt[place - 1] ?? 0);
      }),
    );
  });
});
