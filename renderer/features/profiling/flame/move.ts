import { type FlameLayout, type View, visibleRects } from './layout.ts';

/** Where the focus goes by a key; null when the key is not for the graph, the same frame where there is no way on. */
export function moveFrame(
  layout: FlameLayout,
  view: View,
  widthPx: number,
  at: number,
  key: string,
): number | null {
  const row = layout.depth[at] ?? 0;
  const inRow = (): number[] =>
    visibleRects(layout, view, widthPx, { first: row, last: row })
      .sort((a, b) => a.x - b.x)
      .map(({ frame }) => frame);
  switch (key) {
    case 'ArrowUp': {
      const parent = layout.flame.frames[at]?.parent ?? -1;
      return Math.max(parent, 0);
    }
    case 'ArrowDown': {
      const below = visibleRects(layout, view, widthPx, { first: row + 1, last: row + 1 });
      const called = below.filter(({ frame }) => layout.flame.frames[frame]?.parent === at);
      return called.toSorted((a, b) => b.width - a.width)[0]?.frame ?? at;
    }
    case 'ArrowLeft':
    case 'ArrowRight': {
      const frames = inRow();
      const place = frames.indexOf(at);
      if (place < 0) return frames[0] ?? at;
      return frames[place + (key === 'ArrowLeft' ? -1 : 1)] ?? at;
    }
    case 'Home':
      return inRow()[0] ?? at;
    case 'End':
      return inRow().at(-1) ?? at;
    default:
      return null;
  }
}

/** From one frame that fits a search to the next one, in the order of the graph, round and round; null when none fits. */
export function nextFit(layout: FlameLayout, fits: Uint8Array, at: number, step: 1 | -1): number | null {
  const order = layout.flame.frames
    .map((_, index) => index)
    .filter((index) => fits[index] === 1)
    .sort((a, b) => layout.left[a]! - layout.left[b]! || layout.depth[a]! - layout.depth[b]!);
  if (order.length === 0) return null;
  const place = order.indexOf(at);
  if (place < 0) return order[step === 1 ? 0 : order.length - 1]!;
  return order[(place + step + order.length) % order.length]!;
}
