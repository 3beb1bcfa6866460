import type { Side, Target } from './edit.ts';
import { type DockGroup, type DockNode, isGroup, type Way } from './tree.ts';

/** px, from the top left corner of the dock. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface PlacedGroup extends Rect {
  readonly group: DockGroup;
}
/** The gap between two parts of a split. */
export interface Border extends Rect {
  readonly way: Way;
  /** Leads to the split by the numbers of parts; then the part before the gap. */
  readonly path: readonly number[];
  readonly index: number;
  /** Part of the px of both beside it that the one before it has, and their shares together. */
  readonly value: number;
  readonly both: number;
  /** px of both beside it. */
  readonly length: number;
}
export interface Arranged {
  readonly groups: readonly PlacedGroup[];
  readonly borders: readonly Border[];
}

/** px below which a group cannot be used. */
export const leastGroup = { width: 260, height: 150 } as const;

/** px that an arrangement needs at least, so that every group can be used. */
export function leastSize(node: DockNode, gap: number): { readonly width: number; readonly height: number } {
  if (isGroup(node)) return leastGroup;
  const sizes = node.parts.map((part) => leastSize(part.node, gap));
  const [along, across] =
    node.way === 'row' ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const sum = sizes.reduce((all, size) => all + size[along], gap * (sizes.length - 1));
  const most = Math.max(...sizes.map((size) => size[across]));
  return node.way === 'row' ? { width: sum, height: most } : { width: most, height: sum };
}

/**
 * Whole px for each part of a split, which make `length`: by their shares, and none below what it needs, as long as there is room for
 * all that is needed.
 */
function lengthsOf(shares: readonly number[], needed: readonly number[], length: number): readonly number[] {
  const held = new Set<number>();
  const exact = (): number[] => {
    const free = length - needed.reduce((sum, need, at) => sum + (held.has(at) ? need : 0), 0);
    const all = shares.reduce((sum, share, at) => sum + (held.has(at) ? 0 : share), 0);
    return shares.map((share, at) => (held.has(at) ? needed[at]! : (free * share) / all));
  };
  let lengths = exact();
  // What gets too little gets what it needs, and the others share the rest: once more for each at most.
  for (;;) {
    const short = lengths.findIndex((each, at) => !held.has(at) && each < needed[at]!);
    if (short < 0 || held.size === shares.length - 1) break;
    held.add(short);
    lengths = exact();
  }
  const whole = lengths.map((each) => Math.max(Math.floor(each), 0));
  const rest = length - whole.reduce((sum, each) => sum + each, 0);
  return whole.map((each, at) => each + (at < rest ? 1 : 0));
}

/** Where everything is, on whole px: groups and gaps fill the box, and none lies over another. */
export function arrange(node: DockNode, box: Rect, gap: number, path: readonly number[] = []): Arranged {
  if (isGroup(node)) return { groups: [{ ...box, group: node }], borders: [] };
  const { parts, way } = node;
  const [along, start] = way === 'row' ? (['width', 'x'] as const) : (['height', 'y'] as const);
  const lengths = lengthsOf(
    parts.map(({ share }) => share),
    parts.map((part) => leastSize(part.node, gap)[along]),
    box[along] - gap * (parts.length - 1),
  );
  const groups: PlacedGroup[] = [];
  const borders: Border[] = [];
  let at = box[start];
  for (const [index, part] of parts.entries()) {
    const length = lengths[index]!;
    const below = arrange(part.node, { ...box, [start]: at, [along]: length }, gap, [...path, index]);
    groups.push(...below.groups);
    borders.push(...below.borders);
    const [next, nextLength] = [parts[index + 1], lengths[index + 1]];
    if (next !== undefined && nextLength !== undefined)
      borders.push({
        ...box,
        [start]: at + length,
        [along]: gap,
        way,
        path,
        index,
        value: length / (length + nextLength),
        both: part.share + next.share,
        length: length + nextLength,
      });
    at += length + gap;
  }
  return { groups, borders };
}

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);

/** The group that lies next to another on this side: the nearest, and of several the one that faces most of it. */
export function neighbour(groups: readonly PlacedGroup[], id: number, side: Side): DockGroup | undefined {
  const from = groups.find(({ group }) => group.id === id);
  if (from === undefined) return undefined;
  const row = side === 'left' || side === 'right';
  const facing = groups.flatMap((to) => {
    const faces = row
      ? overlap(from.y, from.height, to.y, to.height)
      : overlap(from.x, from.width, to.x, to.width);
    const away = {
      left: from.x - (to.x + to.width),
      right: to.x - (from.x + from.width),
      top: from.y - (to.y + to.height),
      bottom: to.y - (from.y + from.height),
    }[side];
    return to.group.id !== id && faces > 0 && away >= 0 ? [{ to, faces, away }] : [];
  });
  return facing.toSorted((a, b) => a.away - b.away || b.faces - a.faces)[0]?.to.group;
}

/** A panel that is let go this near to an edge (as a part of the group's size) goes into a group of its own there. */
const edge = 0.25;

/** What a panel that is let go here goes to; null beside every group. `head`: px of a group's tabs. */
export function dropAt(groups: readonly PlacedGroup[], x: number, y: number, head: number): Target | null {
  const over = groups.find((g) => x >= g.x && x < g.x + g.width && y >= g.y && y < g.y + g.height);
  if (over === undefined) return null;
  const { id } = over.group;
  if (y < over.y + head || over.group.tabs.length === 0) return { group: id, side: 'centre' };
  const from: Record<Side, number> = {
    left: (x - over.x) / over.width,
    right: (over.x + over.width - x) / over.width,
    top: (y - over.y - head) / (over.height - head),
    bottom: (over.y + over.height - y) / (over.height - head),
  };
  const [nearest] = (Object.entries(from) as [Side, number][]).toSorted(([, a], [, b]) => a - b);
  return nearest !== undefined && nearest[1] < edge
    ? { group: id, side: nearest[0] }
    : { group: id, side: 'centre' };
}

/** The room that a panel would take if it were let go there. */
export function dropRect(placed: Rect, side: Side | 'centre'): Rect {
  const { x, y, width, height } = placed;
  switch (side) {
    case 'left':
      return { x, y, width: width / 2, height };
    case 'right':
      return { x: x + width / 2, y, width: width / 2, height };
    case 'top':
      return { x, y, width, height: height / 2 };
    case 'bottom':
      return { x, y: y + height / 2, width, height: height / 2 };
    case 'centre':
      return { x, y, width, height };
  }
}
