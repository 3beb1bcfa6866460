import type { Frame } from '#shared/contract/profiles.ts';
import type { FlameTree } from '#shared/profiles/columns.ts';
import { formatFixed } from '#shared/quantity/format.ts';

/** Where every frame lies. Arrays are by the index of the frame; frames that hang nowhere have no place and a depth of `nowhere`. */
export interface FlameLayout {
  readonly flame: FlameTree;
  /** Left and right edge as parts of the whole, 0 to 1. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Row from the root down, from 0. */
  readonly depth: Uint16Array;
  /** What each frame called, widest first. */
  readonly children: readonly (readonly number[])[];
  readonly rows: number;
  /** Weight of the whole width, ms or bytes, and of that of the other profile; null without one. */
  readonly base: number;
  readonly baseThen: number | null;
  /** Weight that was left out because it is idle. */
  readonly idle: number;
}

/** The depth of a frame that hangs nowhere. */
export const nowhere = 0xff_ff;
const none: readonly number[] = [];

/** What a frame called, by the index of the frame. Parents that do not come before their children are no parents. */
function childrenOf(frames: readonly Frame[], keep: (frame: Frame) => boolean): (readonly number[])[] {
  const children: number[][] = [];
  for (const [index, frame] of frames.entries()) {
    if (index === 0 || frame.parent < 0 || frame.parent >= index || !keep(frame)) continue;
    (children[frame.parent] ??= []).push(index);
  }
  return Array.from({ length: frames.length }, (_, index) => {
    const called = children[index];
    return called === undefined
      ? none
      : called.sort(
          (a, b) => frames[b]!.total - frames[a]!.total || frames[a]!.name.localeCompare(frames[b]!.name),
        );
  });
}

/** An icicle from the root down: the width of a frame is its part of the time, what it called lies below it. */
export function layOut(flame: FlameTree, withIdle: boolean): FlameLayout {
  const { frames } = flame;
  const left = new Float64Array(frames.length);
  const right = new Float64Array(frames.length);
  const depth = new Uint16Array(frames.length).fill(nowhere);
  const children = childrenOf(frames, ({ room }) => withIdle || room !== 'idle');
  const idle = withIdle ? 0 : flame.idle;
  const base = Math.max((frames[0]?.total ?? 0) - idle, 0);
  const wholeThen = frames[0]?.totalThen ?? null;
  const baseThen =
    wholeThen === null ? null : Math.max(wholeThen - (withIdle ? 0 : (flame.idleThen ?? 0)), 0);
  const layout = { flame, left, right, depth, children, base, baseThen, idle };
  if (frames.length === 0) return { ...layout, rows: 0 };
  right[0] = 1;
  depth[0] = 0;
  let rows = 1;
  // A parent comes before what it called, so one pass in order places everything.
  for (const [index, called] of children.entries()) {
    if (depth[index] === nowhere) continue;
    let at = left[index]!;
    for (const child of called) {
      left[child] = at;
      at = Math.min(at + (base > 0 ? frames[child]!.total / base : 0), right[index]!);
      right[child] = at;
      depth[child] = depth[index]! + 1;
      rows = Math.max(rows, depth[child]! + 1);
    }
  }
  return { ...layout, rows };
}

/** The part of the width that is looked at, 0 to 1. */
export interface View {
  readonly from: number;
  readonly to: number;
}
export const wholeView: View = { from: 0, to: 1 };

/** A frame as it is drawn; px. */
export interface Rect {
  readonly frame: number;
  readonly depth: number;
  readonly x: number;
  readonly width: number;
}

/** Narrower than this nothing can be seen of a frame, nor of what it called. px. */
const leastPx = 1;

/** The frames that can be seen in a view of so many px, between two rows, parents before what they called. */
export function visibleRects(
  layout: FlameLayout,
  view: View,
  widthPx: number,
  rows: { readonly first: number; readonly last: number } = { first: 0, last: Infinity },
): Rect[] {
  const { left, right, depth, children } = layout;
  const scale = widthPx / (view.to - view.from);
  const rects: Rect[] = [];
  if (layout.rows === 0) return rects;
  const waiting = [0];
  for (let frame = waiting.pop(); frame !== undefined; frame = waiting.pop()) {
    const row = depth[frame]!;
    if (row >= rows.first) {
      const from = Math.max(left[frame]!, view.from);
      const to = Math.min(right[frame]!, view.to);
      rects.push({ frame, depth: row, x: (from - view.from) * scale, width: (to - from) * scale });
    }
    if (row >= rows.last) continue;
    const called = children[frame]!;
    for (const child of called) {
      // Widest first: those that follow are narrower still.
      if ((right[child]! - left[child]!) * scale < leastPx) break;
      const seen = Math.min(right[child]!, view.to) - Math.max(left[child]!, view.from);
      if (seen * scale >= leastPx) waiting.push(child);
    }
  }
  return rects;
}

/** The frame that is drawn at a place, or null. `x` in px of the width, `row` from the root. */
export function frameAt(
  layout: FlameLayout,
  view: View,
  widthPx: number,
  x: number,
  row: number,
): number | null {
  const at = view.from + (x / widthPx) * (view.to - view.from);
  const least = (leastPx * (view.to - view.from)) / widthPx;
  if (layout.rows === 0 || at < 0 || at > 1) return null;
  let frame = 0;
  while (layout.depth[frame]! < row) {
    const under = layout.children[frame]!.find(
      (child) =>
        layout.left[child]! <= at &&
        at < layout.right[child]! &&
        layout.right[child]! - layout.left[child]! >= least,
    );
    if (under === undefined) return null;
    frame = under;
  }
  return frame;
}

/** From the root to a frame, both included. */
export function pathTo({ flame }: FlameLayout, frame: number): number[] {
  const path = [];
  for (let at = frame; at >= 0; at = flame.frames[at]?.parent ?? -1) path.unshift(at);
  return path;
}

/** A part of the whole as `12.4 %`; what is not nothing is not written as nothing. */
export function shareText(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  return `${formatFixed(percent, 1)} %`;
}
