import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, dropAt, dropRect, leastGroup, leastSize, neighbour, type Rect } from './arrange.ts';
import { anySaved, panel } from './dock.fixture.ts';
import { fromSaved } from './saved.ts';
import { type DockNode, groupsOf } from './tree.ts';

const group = (id: number, letter = String.fromCharCode(96 + id)): DockNode => ({
  id,
  tabs: [panel(letter)],
  chosen: 0,
});
const split = (way: 'row' | 'column', ...nodes: DockNode[]): DockNode => ({
  way,
  parts: nodes.map((node) => ({ share: 1 / nodes.length, node })),
});
const box = { x: 0, y: 0, width: 1000, height: 600 };
const area = ({ width, height }: Rect): number => width * height;
const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

it('groups and gaps fill the room, and none lies over another', () => {
  fc.assert(
    fc.property(
      anySaved,
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 2000 }),
      (saved, width, height) => {
        const tree = fromSaved(saved);
        const least = leastSize(tree, 10);
        const room = { x: 3, y: 5, width: least.width + width, height: least.height + height };
        const { groups, borders } = arrange(tree, room, 10);
        const all: readonly Rect[] = [...groups, ...borders];
        expect(groups.map((each) => each.group)).toEqual(groupsOf(tree));
        // Whatever the shares are, every group can be used.
        expect(
          groups.filter((each) => each.width < leastGroup.width || each.height < leastGroup.height),
        ).toEqual([]);
        expect(borders).toHaveLength(groups.length - 1);
        expect(all.reduce((sum, each) => sum + area(each), 0)).toBe(area(room));
        for (const [at, one] of all.entries()) {
          expect(
            [one.x, one.y, one.width, one.height].every((each) => Number.isInteger(each) && each >= 0),
          ).toBe(true);
          for (const other of all.slice(at + 1)) expect(apart(one, other)).toBe(true);
        }
      },
    ),
  );
});

describe('the room that is needed', () => {
  const { width, height } = leastGroup;
  it('is that of every group along a split, and of the largest across', () => {
    expect(leastSize(group(1), 10)).toEqual(leastGroup);
    expect(leastSize(split('row', group(1), group(2)), 10)).toEqual({ width: 2 * width + 10, height });
    expect(leastSize(split('row', group(1), split('column', group(2), group(3))), 10)).toEqual({
      width: 2 * width + 10,
      height: 2 * height + 10,
    });
  });
});

describe('the group next to another', () => {
  //  1 | 2
  //    |---
  //    | 3
  const { groups } = arrange(split('row', group(1), split('column', group(2), group(3))), box, 10);
  it.each([
    [1, 'right', 2],
    [2, 'left', 1],
    [3, 'left', 1],
    [2, 'bottom', 3],
    [3, 'top', 2],
    [1, 'left', undefined],
    [1, 'top', undefined],
    [3, 'right', undefined],
  ] as const)('%i to the %s', (id, side, next) => expect(neighbour(groups, id, side)?.id).toBe(next));
});

describe('a panel that is let go', () => {
  const { groups } = arrange(split('row', group(1), group(2)), box, 10);
  it.each([
    [10, 300, 1, 'left'],
    [480, 300, 1, 'right'],
    [250, 40, 1, 'top'],
    [250, 590, 1, 'bottom'],
    [250, 300, 1, 'centre'],
    [250, 10, 1, 'centre'],
    [750, 300, 2, 'centre'],
  ] as const)('at %i, %i', (x, y, id, side) => expect(dropAt(groups, x, y, 30)).toEqual({ group: id, side }));
  it('beside every group goes nowhere', () => {
    expect(dropAt(groups, 500, 300, 30)).toBeNull();
    expect(dropAt(groups, -1, 300, 30)).toBeNull();
  });
  it('shows the room it would take', () => {
    expect(dropRect(box, 'right')).toEqual({ x: 500, y: 0, width: 500, height: 600 });
    expect(dropRect(box, 'bottom')).toEqual({ x: 0, y: 300, width: 1000, height: 300 });
    expect(dropRect(box, 'centre')).toEqual(box);
  });
});
