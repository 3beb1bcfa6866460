import type { LayoutPanel } from '#shared/contract/layouts.ts';

/** Panels in one place, one of which is seen. Without tabs only where nothing else is. */
export interface DockGroup {
  /** Names it for as long as it is on screen; it is not kept. */
  readonly id: number;
  readonly tabs: readonly LayoutPanel[];
  readonly chosen: number;
}
export type Way = 'row' | 'column';
export interface DockPart {
  /** Of the room that its split has; all of one split make 1. */
  readonly share: number;
  readonly node: DockNode;
}
export interface DockSplit {
  readonly way: Way;
  readonly parts: readonly DockPart[];
}
/** The panels of a bench, as they are arranged in this window. Every panel is there once. */
export type DockNode = DockGroup | DockSplit;

export const isGroup = (node: DockNode): node is DockGroup => 'tabs' in node;

/** What a panel is known by: what it shows, and of which instrument. */
export const panelKey = ({ shows, of }: LayoutPanel): string =>
  JSON.stringify([shows, of.address, of.model, of.serial]);

/** Every group, in reading order. */
export const groupsOf = (node: DockNode): readonly DockGroup[] =>
  isGroup(node) ? [node] : node.parts.flatMap((part) => groupsOf(part.node));

/** Every panel, in reading order. */
export const panelsOf = (node: DockNode): readonly LayoutPanel[] =>
  groupsOf(node).flatMap(({ tabs }) => tabs);

/** The group that a panel is in; undefined where it is in none. */
export const groupOf = (node: DockNode, key: string): DockGroup | undefined =>
  groupsOf(node).find(({ tabs }) => tabs.some((tab) => panelKey(tab) === key));

/** The panel of a group that is seen; undefined in an empty one. */
export const seenIn = ({ tabs, chosen }: DockGroup): LayoutPanel | undefined => tabs[chosen];

/** An id that no group has. */
export const freshId = (node: DockNode): number => Math.max(0, ...groupsOf(node).map(({ id }) => id)) + 1;

/** The same arrangement with every group replaced; ids stay with what keeps them. */
export function mapGroups(node: DockNode, change: (group: DockGroup) => DockNode): DockNode {
  return isGroup(node)
    ? change(node)
    : {
        way: node.way,
        parts: node.parts.map(({ share, node: below }) => ({ share, node: mapGroups(below, change) })),
      };
}

const isEmpty = (node: DockNode): boolean => panelsOf(node).length === 0;

/**
 * The same arrangement as simple as it can be: no empty group beside another, no split of one part or within one of the same
 * way, shares that make 1, a chosen tab that is there.
 */
export function tidy(node: DockNode): DockNode {
  if (isGroup(node)) {
    const chosen = Math.min(Math.max(node.chosen, 0), Math.max(node.tabs.length - 1, 0));
    return chosen === node.chosen ? node : { ...node, chosen };
  }
  const parts = node.parts
    .filter((part) => !isEmpty(part.node))
    .map((part) => ({ share: part.share, node: tidy(part.node) }))
    .flatMap((part): readonly DockPart[] =>
      isGroup(part.node) || part.node.way !== node.way
        ? [part]
        : part.node.parts.map((inner) => ({ share: part.share * inner.share, node: inner.node })),
    );
  const [first] = parts;
  if (first === undefined) return { id: groupsOf(node)[0]?.id ?? 1, tabs: [], chosen: 0 };
  if (parts.length === 1) return first.node;
  const all = parts.reduce((sum, { share }) => sum + share, 0);
  return {
    way: node.way,
    parts: parts.map(({ share, node: below }) => ({ share: share / all, node: below })),
  };
}
