import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LayoutNode, layoutPanels, LayoutTree } from '#shared/contract/layouts.ts';
import { anySaved, panel, troubleOf } from './dock.fixture.ts';
import { canBeSaved, fromSaved, sameLayout, toSaved } from './saved.ts';
import { type DockNode, panelKey, panelsOf } from './tree.ts';

it('whatever is kept is drawn soundly, with every panel once and none added', () => {
  fc.assert(
    fc.property(anySaved, (saved) => {
      const tree = fromSaved(saved);
      expect(troubleOf(tree)).toBeNull();
      expect(panelsOf(tree).map(panelKey)).toEqual([...new Set(layoutPanels(saved).map(panelKey))]);
    }),
  );
});

it('what is drawn is kept as it is: read again it is the same, and stays the same', () => {
  fc.assert(
    fc.property(anySaved, (saved) => {
      const once = toSaved(fromSaved(saved));
      const again = toSaved(fromSaved(once));
      expect(sameLayout(once, again)).toBe(true);
      // Shares are scaled to make 1: what is left of that is noise.
      const flat = (node: LayoutNode): unknown =>
        'tabs' in node
          ? node
          : {
              way: node.way,
              parts: node.parts.map(({ share, node: below }) => [Number(share.toFixed(9)), flat(below)]),
            };
      expect(flat(again)).toEqual(flat(once));
      // It crosses the bridge and the disk as JSON.
      expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      expect(LayoutTree.safeParse(once).success).toBe(canBeSaved(fromSaved(once)));
    }),
  );
});

it('a tab that is seen stays the one that is seen', () => {
  const tabs = [panel('a'), panel('a'), panel('b')];
  expect(fromSaved({ tabs, chosen: 2 })).toEqual({ id: 1, tabs: [panel('a'), panel('b')], chosen: 1 });
  expect(fromSaved({ tabs, chosen: 1 })).toMatchObject({ chosen: 0 });
});

it('another tab in front is no change; another place, another size, another panel is', () => {
  const part = (share: number, ...letters: string[]) => ({
    share,
    node: { tabs: letters.map((letter) => panel(letter)), chosen: 0 },
  });
  const row = (...parts: ReturnType<typeof part>[]): LayoutNode => ({ way: 'row', parts });
  const one = row(part(0.5, 'a', 'b'), part(0.5, 'c'));
  expect(
    sameLayout(one, {
      ...one,
      parts: [{ share: 0.5, node: { tabs: [panel('a'), panel('b')], chosen: 1 } }, part(0.5, 'c')],
    } as LayoutNode),
  ).toBe(true);
  expect(sameLayout(one, row(part(0.5003, 'a', 'b'), part(0.4997, 'c')))).toBe(true);
  expect(sameLayout(one, row(part(0.51, 'a', 'b'), part(0.49, 'c')))).toBe(false);
  expect(sameLayout(one, row(part(0.5, 'b', 'a'), part(0.5, 'c')))).toBe(false);
  expect(sameLayout(one, row(part(0.5, 'a', 'b'), part(0.5, 'd')))).toBe(false);
  expect(sameLayout(one, { ...one, way: 'column' } as LayoutNode)).toBe(false);
});

it('what is fuller or deeper than the console keeps is known before it is sent', () => {
  const full: DockNode = { id: 1, tabs: Array.from({ length: 25 }, () => panel('a')), chosen: 0 };
  expect(canBeSaved(full)).toBe(false);
  expect(canBeSaved({ ...full, tabs: full.tabs.slice(1) })).toBe(true);
});
