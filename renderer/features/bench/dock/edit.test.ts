import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPanel, anySaved, panel, troubleOf } from './dock.fixture.ts';
import { choosePanel, closePanel, growGroup, moveBorder, movePanel, openPanel, type Side } from './edit.ts';
import { fromSaved } from './saved.ts';
import { type DockNode, freshId, groupOf, groupsOf, isGroup, panelKey, panelsOf, seenIn } from './tree.ts';

const [a, b, c] = [panel('a'), panel('b'), panel('c')];
const keys = (tree: DockNode) =>
  panelsOf(tree)
    .map(({ of }) => of.serial.slice(1))
    .join('');
/** `a|b` side by side, `a/b` one above the other, `(a b)` in tabs, the seen one in capitals. */
const draw = (node: DockNode): string => {
  if (!isGroup(node))
    return `[${node.parts.map((part) => draw(part.node)).join(node.way === 'row' ? '|' : '/')}]`;
  const names = node.tabs.map(({ of }, at) => {
    const letter = of.serial.slice(1);
    return node.tabs.length > 1 && at === node.chosen ? letter.toUpperCase() : letter;
  });
  return names.join(' ');
};
const group = (...tabs: (typeof a)[]): DockNode => ({ id: 1, tabs, chosen: 0 });

describe('a panel', () => {
  const tabs = group(a, b, c);
  it.each([
    ['left', '[a|B c]'],
    ['right', '[B c|a]'],
    ['top', '[a/B c]'],
    ['bottom', '[B c/a]'],
  ] as const)('splits off to the %s', (side, drawn) =>
    expect(draw(movePanel(tabs, a, { group: 1, side }))).toBe(drawn),
  );
  it('goes into a split that is there, not into one of the same way within it', () => {
    const split = movePanel(tabs, a, { group: 1, side: 'left' });
    const three = movePanel(split, b, { group: 1, side: 'right' });
    expect(draw(three)).toBe('[a|c|b]');
    expect(isGroup(three) ? [] : three.parts.map(({ share }) => share)).toEqual([0.5, 0.25, 0.25]);
    expect(draw(movePanel(three, a, { group: groupOf(three, panelKey(b))!.id, side: 'bottom' }))).toBe(
      '[c|[b/a]]',
    );
  });
  it('goes among the tabs of another group, and its own goes when it is empty', () => {
    const split = movePanel(tabs, a, { group: 1, side: 'left' });
    expect(draw(movePanel(split, a, { group: 1, side: 'centre', index: 1 }))).toBe('b A c');
    expect(draw(movePanel(split, a, { group: 1, side: 'centre' }))).toBe('b c A');
  });
  it.each([
    [0, 'A b c'],
    [1, 'A b c'],
    [2, 'b A c'],
    [3, 'b c A'],
  ])('is put elsewhere among its own tabs: gap %i', (index, drawn) =>
    expect(draw(movePanel(tabs, a, { group: 1, side: 'centre', index }))).toBe(drawn),
  );
  it('that is alone stays where it is beside itself', () => {
    const alone = group(a);
    for (const side of ['left', 'centre'] as const)
      expect(movePanel(alone, a, { group: 1, side })).toBe(alone);
    expect(movePanel(alone, b, { group: 99, side: 'left' })).toBe(alone);
  });
  it('opens where it is, or as a new tab; behind the one that is seen, when that is asked', () => {
    expect(draw(openPanel(tabs, b, 1))).toBe('a B c');
    expect(draw(openPanel(group(a, b), c, 1))).toBe('a b C');
    expect(draw(openPanel(group(a, b), c, 1, false))).toBe('A b c');
    expect(draw(openPanel(group(), a, 1))).toBe('a');
  });
  it('that is closed leaves the tab after it seen, or the last', () => {
    expect(draw(closePanel(choosePanel(tabs, panelKey(b)), panelKey(b)))).toBe('a C');
    expect(draw(closePanel(choosePanel(tabs, panelKey(c)), panelKey(c)))).toBe('a B');
    expect(draw(closePanel(choosePanel(tabs, panelKey(c)), panelKey(a)))).toBe('b C');
    expect(closePanel(group(a), panelKey(a))).toEqual({ id: 1, tabs: [], chosen: 0 });
  });
});

describe('a border', () => {
  const split = movePanel(group(a, b), b, { group: 1, side: 'right' });
  const shares = (tree: DockNode) => (isGroup(tree) ? [] : tree.parts.map(({ share }) => share));
  it('moves, as far as both parts keep the least', () => {
    expect(shares(moveBorder(split, [], 0, 0.7, 0.1))).toEqual([0.7, expect.closeTo(0.3)]);
    expect(shares(moveBorder(split, [], 0, 0.99, 0.1))).toEqual([0.9, expect.closeTo(0.1)]);
    expect(shares(moveBorder(split, [], 0, -1, 0.1))).toEqual([0.1, 0.9]);
    expect(shares(moveBorder(split, [], 0, 0.7, 0.8))).toEqual([0.5, 0.5]);
    expect(moveBorder(split, [], 5, 0.7, 0.1)).toBe(split);
  });
  it('is moved from the group that is to have more', () => {
    expect(shares(growGroup(split, 1, 0.1, 0.1))).toEqual([0.6, 0.4]);
    const last = groupOf(split, panelKey(b))!.id;
    expect(shares(growGroup(split, last, 0.1, 0.1))).toEqual([0.4, 0.6]);
    expect(growGroup(group(a), 1, 0.1, 0.1)).toEqual(group(a));
  });
});

type Step =
  | { kind: 'open' | 'close' | 'choose'; panel: typeof a; at: number }
  | { kind: 'move'; panel: typeof a; at: number; side: Side | 'centre'; index: number }
  | { kind: 'grow'; at: number; by: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open', 'close', 'choose'), panel: anyPanel, at: fc.nat({ max: 9 }) }),
  fc.record({
    kind: fc.constant('move' as const),
    panel: anyPanel,
    at: fc.nat({ max: 9 }),
    side: fc.constantFrom('left', 'right', 'top', 'bottom', 'centre'),
    index: fc.nat({ max: 6 }),
  }),
  fc.record({
    kind: fc.constant('grow' as const),
    at: fc.nat({ max: 9 }),
    by: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
);

/** The panels that a step leaves, as a set would have it. */
function expected(before: ReadonlySet<string>, each: Step): Set<string> {
  const after = new Set(before);
  if (each.kind === 'open' || each.kind === 'move') after.add(panelKey(each.panel));
  if (each.kind === 'close') after.delete(panelKey(each.panel));
  return after;
}
function take(tree: DockNode, each: Step): DockNode {
  const groups = groupsOf(tree);
  const { id } = groups[each.at % groups.length]!;
  switch (each.kind) {
    case 'open':
      return openPanel(tree, each.panel, id);
    case 'close':
      return closePanel(tree, panelKey(each.panel));
    case 'choose':
      return choosePanel(tree, panelKey(each.panel));
    case 'grow':
      return growGroup(tree, id, each.by, 0.05);
    case 'move':
      return movePanel(
        tree,
        each.panel,
        each.side === 'centre'
          ? { group: id, side: 'centre', index: each.index }
          : { group: id, side: each.side },
      );
  }
}

it('whatever is done: no panel is lost or doubled, and the arrangement stays a sound one', () => {
  fc.assert(
    fc.property(anySaved, fc.array(step, { maxLength: 30 }), (saved, steps) => {
      let tree = fromSaved(saved);
      expect(troubleOf(tree)).toBeNull();
      for (const each of steps) {
        const wanted = expected(new Set(panelsOf(tree).map(panelKey)), each);
        tree = take(tree, each);
        expect(troubleOf(tree)).toBeNull();
        expect(new Set(panelsOf(tree).map(panelKey))).toEqual(wanted);
        // What was opened or moved is seen.
        const shown = each.kind === 'open' || each.kind === 'move' ? [panelKey(each.panel)] : [];
        expect(groupsOf(tree).map((group) => panelKey(seenIn(group) ?? a))).toEqual(
          expect.arrayContaining(shown),
        );
        expect(groupsOf(tree).some(({ id }) => id === freshId(tree))).toBe(false);
      }
    }),
  );
});

it('reads its panels in order', () => expect(keys(group(a, b, c))).toBe('abc'));
