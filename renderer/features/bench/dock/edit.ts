import type { LayoutPanel } from '#shared/contract/layouts.ts';
import {
  type DockNode,
  type DockPart,
  freshId,
  groupOf,
  groupsOf,
  isGroup,
  mapGroups,
  panelKey,
  tidy,
  type Way,
} from './tree.ts';

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Where a panel goes: among the tabs of a group (before `index`; last when left out), or into a new group beside it. */
export type Target =
  | { readonly group: number; readonly side: 'centre'; readonly index?: number }
  | { readonly group: number; readonly side: Side };

export const wayOf = (side: Side): Way => (side === 'left' || side === 'right' ? 'row' : 'column');
const isBefore = (side: Side): boolean => side === 'left' || side === 'top';

/** Shows a panel that is there. */
export const choosePanel = (tree: DockNode, key: string): DockNode =>
  mapGroups(tree, (group) => {
    const at = group.tabs.findIndex((tab) => panelKey(tab) === key);
    return at < 0 ? group : { ...group, chosen: at };
  });

const without = (tree: DockNode, key: string): DockNode =>
  mapGroups(tree, (group) => {
    const at = group.tabs.findIndex((tab) => panelKey(tab) === key);
    if (at < 0) return group;
    const tabs = group.tabs.toSpliced(at, 1);
    // The one after it takes its place, as far as there is one.
    const chosen =
      at < group.chosen ? group.chosen - 1 : Math.min(group.chosen, Math.max(tabs.length - 1, 0));
    return { ...group, tabs, chosen };
  });

/** Takes a panel away; a group that is empty then goes with it. */
export const closePanel = (tree: DockNode, key: string): DockNode => tidy(without(tree, key));

/** Puts a panel somewhere, from wherever it is, and shows it there. The same tree where that is where it is already. */
export function movePanel(tree: DockNode, panel: LayoutPanel, target: Target): DockNode {
  const key = panelKey(panel);
  const from = groupOf(tree, key);
  if (!groupsOf(tree).some(({ id }) => id === target.group)) return tree;
  if (from?.id === target.group && from.tabs.length === 1) return tree;
  const before = from?.id === target.group ? from.tabs.findIndex((tab) => panelKey(tab) === key) : -1;
  const id = freshId(tree);
  return tidy(
    mapGroups(without(tree, key), (group) => {
      if (group.id !== target.group) return group;
      if (target.side === 'centre') {
        const wanted = target.index ?? group.tabs.length;
        // The gap was named while the panel itself still stood before it.
        const at = Math.min(
          Math.max(before >= 0 && before < wanted ? wanted - 1 : wanted, 0),
          group.tabs.length,
        );
        return { ...group, tabs: group.tabs.toSpliced(at, 0, panel), chosen: at };
      }
      // Nothing is there that it could stand beside.
      if (group.tabs.length === 0) return { ...group, tabs: [panel], chosen: 0 };
      const beside: DockPart = { share: 0.5, node: { id, tabs: [panel], chosen: 0 } };
      const own: DockPart = { share: 0.5, node: group };
      return { way: wayOf(target.side), parts: isBefore(target.side) ? [beside, own] : [own, beside] };
    }),
  );
}

/** Shows a panel: where it is, or as a new tab of a group when it is nowhere. `show` false: it waits behind the tab that is seen. */
export function openPanel(tree: DockNode, panel: LayoutPanel, group: number, show = true): DockNode {
  const key = panelKey(panel);
  if (groupOf(tree, key) !== undefined) return show ? choosePanel(tree, key) : tree;
  if (show) return movePanel(tree, panel, { group, side: 'centre' });
  return mapGroups(tree, (each) => (each.id === group ? { ...each, tabs: [...each.tabs, panel] } : each));
}

/** Moves the border between two parts of a split: `path` leads to it by the numbers of parts. No part gets less than `least`. */
export function moveBorder(
  tree: DockNode,
  path: readonly number[],
  index: number,
  share: number,
  least: number,
): DockNode {
  if (isGroup(tree)) return tree;
  const [step, ...rest] = path;
  if (step !== undefined)
    return {
      way: tree.way,
      parts: tree.parts.map((part, at) =>
        at === step ? { ...part, node: moveBorder(part.node, rest, index, share, least) } : part,
      ),
    };
  const [one, other] = [tree.parts[index], tree.parts[index + 1]];
  if (one === undefined || other === undefined) return tree;
  const both = one.share + other.share;
  const low = Math.min(least, both / 2);
  const now = Math.min(Math.max(share, low), both - low);
  return {
    way: tree.way,
    parts: tree.parts.map((part, at) =>
      at === index ? { ...part, share: now } : at === index + 1 ? { ...part, share: both - now } : part,
    ),
  };
}

/** Gives the group more of the room of the innermost split that it is in (less, when `by` is below 0). */
export function growGroup(tree: DockNode, group: number, by: number, least: number): DockNode {
  if (isGroup(tree)) return tree;
  const at = tree.parts.findIndex(({ node }) => groupsOf(node).some(({ id }) => id === group));
  const part = tree.parts[at];
  if (part === undefined) return tree;
  if (!isGroup(part.node))
    return {
      way: tree.way,
      parts: tree.parts.map((each) =>
        each === part ? { ...each, node: growGroup(each.node, group, by, least) } : each,
      ),
    };
  const next = tree.parts[at + 1];
  if (next !== undefined) return moveBorder(tree, [], at, part.share + by, least);
  const before = tree.parts[at - 1];
  return before === undefined ? tree : moveBorder(tree, [], at - 1, before.share - by, least);
}
