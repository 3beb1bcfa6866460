import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bench, flameOf, frameOf } from './flame.fixture.ts';
import {
  type FlameLayout,
  frameAt,
  layOut,
  nowhere,
  pathTo,
  shareText,
  visibleRects,
  wholeView,
} from './layout.ts';

const named = (layout: FlameLayout, frames: readonly number[]): string[] =>
  frames.map((frame) => layout.flame.frames[frame]!.name);

/** Trees of up to 200 frames, some of them of no weight. */
const trees = fc
  .array(fc.record({ under: fc.nat(), self: fc.integer({ min: 0, max: 50 }) }), { maxLength: 200 })
  .map((nodes) =>
    flameOf([
      frameOf(-1, '(root)', 1),
      ...nodes.map(({ under, self }, index) => frameOf(under % (index + 1), `f${index}`, self)),
    ]),
  );

test('a frame is as wide as its part of the time, under the one that called it, widest first', () => {
  const layout = layOut(bench, false);
  const place = (name: string): number[] => {
    const frame = bench.frames.findIndex((each) => each.name === name);
    return [layout.depth[frame]!, layout.left[frame]!, layout.right[frame]!];
  };
  expect(place('ask')).toEqual([1, 0, 0.6]);
  expect(place('wire')).toEqual([2, 0, 0.4]);
  expect(place('parse')[1]).toBeCloseTo(0.4);
  expect(place('keep')[1]).toBeCloseTo(0.6);
  expect(place('keep')[2]).toBeCloseTo(0.9);
  expect([layout.rows, layout.base]).toEqual([3, 100]);
});

test('idle time is left out of the whole until it is wanted', () => {
  const idle = bench.frames.findIndex(({ room }) => room === 'idle');
  expect(layOut(bench, false).depth[idle]).toBe(nowhere);
  const layout = layOut(bench, true);
  expect([layout.base, layout.left[idle], layout.right[idle]]).toEqual([200, 0, 0.5]);
});

test('frames that hang nowhere have no place, and an empty profile has no rows', () => {
  const layout = layOut(flameOf([frameOf(-1, '(root)', 1), frameOf(2, 'a', 1), frameOf(1, 'b', 1)]), false);
  expect([...layout.depth]).toEqual([0, nowhere, nowhere]);
  const empty = layOut(flameOf([]), false);
  expect([empty.rows, visibleRects(empty, wholeView, 500), frameAt(empty, wholeView, 500, 5, 0)]).toEqual([
    0,
    [],
    null,
  ]);
});

test('children lie inside their parent, beside each other', () => {
  fc.assert(
    fc.property(trees, (flame) => {
      const { left, right, children } = layOut(flame, true);
      for (const [parent, called] of children.entries()) {
        let at = left[parent]!;
        for (const child of called) {
          expect(left[child]).toBeCloseTo(at, 9);
          expect(right[child]!).toBeLessThanOrEqual(right[parent]! + 1e-9);
          at = right[child]!;
        }
      }
    }),
  );
});

test('what is drawn is what is at least 1 px wide in the view, and nothing else', () => {
  const view = fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 100 }))
    .map(([from, wide]) => ({ from: from / 100, to: Math.min((from + wide) / 100, 1) }));
  fc.assert(
    fc.property(trees, view, fc.integer({ min: 1, max: 1000 }), (flame, look, px) => {
      const layout = layOut(flame, true);
      const scale = px / (look.to - look.from);
      const seen = (frame: number): boolean =>
        frame === 0 ||
        (Math.min(layout.right[frame]!, look.to) - Math.max(layout.left[frame]!, look.from)) * scale >= 1;
      const wanted = flame.frames
        .map((_, frame) => frame)
        .filter((frame) => pathTo(layout, frame).every(seen));
      const drawn = visibleRects(layout, look, px).map(({ frame }) => frame);
      expect(drawn.toSorted((a, b) => a - b)).toEqual(wanted);
    }),
  );
});

test('the frame at a place is the one that is drawn there', () => {
  const layout = layOut(bench, false);
  for (const { frame, depth, x, width } of visibleRects(layout, wholeView, 1000))
    expect(frameAt(layout, wholeView, 1000, x + width / 2, depth)).toBe(frame);
  // Under `keep` nothing was called.
  expect(frameAt(layout, wholeView, 1000, 700, 2)).toBeNull();
  // `ask` fills the width.
  expect(named(layout, [frameAt(layout, { from: 0, to: 0.6 }, 1000, 990, 1)!])).toEqual(['ask']);
});

test('rows out of sight are not drawn', () => {
  const layout = layOut(bench, false);
  const rows = visibleRects(layout, wholeView, 1000, { first: 1, last: 1 });
  expect(
    named(
      layout,
      rows.map(({ frame }) => frame),
    ).toSorted(),
  ).toEqual(['(garbage collector)', 'ask', 'keep']);
});

test('what is not nothing is not written as nothing', () => {
  expect([0, 0.0001, 0.0006, 0.331, 1].map(shareText)).toEqual([
    '0.0 %',
    '< 0.1 %',
    '0.1 %',
    '33.1 %',
    '100.0 %',
  ]);
});
