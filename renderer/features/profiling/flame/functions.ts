import type { FrameRoom } from '#shared/contract/profiles.ts';
import type { FlameLayout } from './layout.ts';

/** One function, from wherever it was called. Weights in ms or bytes. */
export interface FunctionRow {
  readonly key: string;
  readonly name: string;
  readonly room: FrameRoom;
  readonly where: string;
  self: number;
  /** With what it called; a function that calls itself counts once. */
  total: number;
  totalThen: number | null;
  /** Its widest frame. */
  frame: number;
}

export const functionOrders = ['self', 'total', 'change'] as const;
export type FunctionOrder = (typeof functionOrders)[number];

const keyOf = (name: string, where: string): string => `${name} ${where}`;

/** Every function of a profile, its frames added up. */
export function functionsOf(layout: FlameLayout): FunctionRow[] {
  const { frames } = layout.flame;
  const rows = new Map<string, FunctionRow>();
  const onPath = new Map<string, number>();
  const enter = (index: number): void => {
    const { name, room, where, self, total, totalThen } = frames[index]!;
    const key = keyOf(name, where);
    let row = rows.get(key);
    if (row === undefined) {
      row = {
        key,
        name,
        room,
        where,
        self: 0,
        total: 0,
        totalThen: totalThen === null ? null : 0,
        frame: index,
      };
      rows.set(key, row);
    }
    row.self += self;
    const inside = onPath.get(key) ?? 0;
    onPath.set(key, inside + 1);
    if (inside > 0) return;
    row.total += total;
    if (row.totalThen !== null) row.totalThen += totalThen ?? 0;
    if (total > frames[row.frame]!.total) row.frame = index;
  };
  const leave = (index: number): void => {
    const { name, where } = frames[index]!;
    const key = keyOf(name, where);
    onPath.set(key, onPath.get(key)! - 1);
  };
  // Deep stacks would be too deep for calls of this function to itself.
  const waiting = layout.rows === 0 ? [] : [0];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next < 0) {
      leave(-next - 1);
      continue;
    }
    enter(next);
    waiting.push(-next - 1, ...layout.children[next]!);
  }
  // The root is no function.
  rows.delete(keyOf(frames[0]?.name ?? '', frames[0]?.where ?? ''));
  return [...rows.values()];
}

/** In an order, most first. */
export function sortFunctions(
  rows: readonly FunctionRow[],
  order: FunctionOrder,
  layout: FlameLayout,
): FunctionRow[] {
  const change = ({ total, totalThen }: FunctionRow): number =>
    layout.base > 0 && (layout.baseThen ?? 0) > 0
      ? Math.abs(total / layout.base - (totalThen ?? 0) / layout.baseThen!)
      : 0;
  const by: Record<FunctionOrder, (row: FunctionRow) => number> = {
    self: ({ self }) => self,
    total: ({ total }) => total,
    change,
  };
  return rows.toSorted((a, b) => by[order](b) - by[order](a) || a.key.localeCompare(b.key));
}
