import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  firstMoving,
  Movement,
  movedBy,
  type Settling,
  settle,
  settleMs,
  settlesIn,
  unsettled,
} from './settle.ts';

const run = (readings: readonly (readonly [at: number, value: number])[]): Settling =>
  readings.reduce<Settling>((state, [at, value]) => settle(state, value, at), unsettled);

describe('how far a reading has moved', () => {
  it('is nothing for the first one', () => expect(movedBy(run([[0, 3.3]]), 0)).toBe(0));
  it('is the span of the last second', () => {
    expect(
      movedBy(
        run([
          [0, 3.3],
          [300, 3.4],
          [600, 3.2],
        ]),
        700,
      ),
    ).toBeCloseTo(0.2, 12);
  });
  it('is measured from what held before, at any poll period', () => {
    const state = run([
      [0, 3.3],
      [5000, 3.4],
    ]);
    expect(movedBy(state, 5000)).toBeCloseTo(0.1, 12);
    expect(movedBy(state, 5000 + settleMs - 1)).toBeCloseTo(0.1, 12);
    expect(movedBy(state, 5000 + settleMs)).toBe(0);
  });
  it('asks to be drawn again when a reading leaves the second', () => {
    expect(
      settlesIn(
        run([
          [0, 3.3],
          [100, 3.4],
        ]),
        300,
      ),
    ).toBe(700);
    expect(
      settlesIn(
        run([
          [0, 3.3],
          [100, 3.3],
        ]),
        300,
      ),
    ).toBeNull();
  });
  it('keeps no more than the last second and one', () => {
    let state = unsettled;
    for (let at = 0; at < 100_000; at += 100) state = settle(state, at, at);
    expect(state.length).toBeLessThanOrEqual(11);
  });
});

describe('digits that move', () => {
  it.each([
    ['3.2998', 0, 6],
    ['3.2998', 0.0001, 5],
    ['3.3001', 0.0002, 5],
    ['3.3001', 0.0019, 4],
    ['3.3001', 0.25, 2],
    ['3.3001', 3, 0],
    ['12.500', 1, 1],
    ['\u22123.300', 0.01, 4],
    ['1\u2009234.5', 100, 2],
    ['\u2212 \u2212 \u2212', 1, 5],
  ])('%s, moved by %d: dim from %d', (text, moved, place) => expect(firstMoving(text, moved)).toBe(place));

  it('starts further left the further the reading moved', () => {
    const moves = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(moves, moves, (a, b) => {
        expect(firstMoving('13.2998', Math.max(a, b))).toBeLessThanOrEqual(
          firstMoving('13.2998', Math.min(a, b)),
        );
      }),
    );
  });
});

describe('Movement', () => {
  afterEach(() => vi.useRealTimers());

  it('says when digits move, and when they have settled, without another reading', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const movement = new Movement();
    const told: number[] = [];
    movement.subscribe(() => told.push(movement.moved()));
    movement.take(1);
    movement.take(1.5);
    expect(told).toEqual([0.1]);
    vi.advanceTimersByTime(settleMs);
    expect(told).toEqual([0.1, 0]);
  });

  it('begins anew after a reading that was not live', () => {
    const movement = new Movement();
    movement.take(1);
    movement.take(null);
    movement.take(9);
    expect(movement.moved()).toBe(0);
  });
});
