import { type LayoutNode, type LayoutPanel, LayoutTree } from '#shared/contract/layouts.ts';
import { type DockNode, isGroup, panelKey, tidy } from './tree.ts';

/** As it is kept: without what only this window needs. */
export function toSaved(node: DockNode): LayoutNode {
  return isGroup(node)
    ? { tabs: node.tabs, chosen: node.chosen }
    : {
        way: node.way,
        parts: node.parts.map(({ share, node: below }) => ({ share, node: toSaved(below) })),
      };
}

/** As it is drawn: groups get ids, a panel that is there twice is there once, and what is empty or idle goes. */
export function fromSaved(saved: LayoutNode): DockNode {
  const known = new Set<string>();
  let id = 0;
  const once = (panel: LayoutPanel): boolean => {
    const key = panelKey(panel);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  const read = (node: LayoutNode): DockNode => {
    if (!('tabs' in node))
      return {
        way: node.way,
        parts: node.parts.map(({ share, node: below }) => ({ share, node: read(below) })),
      };
    const seen = node.tabs[node.chosen];
    const tabs = node.tabs.filter(once);
    return { id: ++id, tabs, chosen: seen === undefined ? 0 : Math.max(tabs.indexOf(seen), 0) };
  };
  return tidy(read(saved));
}

/** Whether it can be kept: neither too deep nor too full. */
export const canBeSaved = (node: DockNode): boolean => LayoutTree.safeParse(toSaved(node)).success;

/** Which tab is seen is no change; nor is a border that moved by less than anybody sees. */
function plain(node: LayoutNode): unknown {
  return 'tabs' in node
    ? node.tabs.map(panelKey)
    : [node.way, node.parts.map(({ share, node: below }) => [Math.round(share * 500), plain(below)])];
}

/** Whether two arrangements are the same to whoever looks at them. */
export const sameLayout = (one: LayoutNode, other: LayoutNode): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other));
