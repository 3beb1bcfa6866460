import { moveSelection } from '#renderer/ui/table-keys.ts';
import type { Stretch, TraceRow } from './rows.ts';
import { panBy, zoomAt, zoomTo } from './zoom.ts';

/** How a waterfall is looked at. */
export interface WaterfallState {
  /** Null: the whole. */
  readonly view: Stretch | null;
  /** The row that the keys stand on, by its bar; null: the first. */
  readonly at: number | null;
  readonly closed: ReadonlySet<number>;
}

/** Rows that a page of keys goes over. */
const page = 10;
const near = 0.5;
const step = 0.2;

/**
 * What becomes of a waterfall by a key; null when the key is not for it. Up, Down, Page, Home, End go over the rows; Left and Right
 * close and open what is in a row, or go out of it and into it; Enter looks at the bar alone, and at the whole again; + and - zoom,
 * Shift with Left and Right goes on in time, 0 shows the whole.
 */
export function waterfallKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  state: WaterfallState,
  shown: readonly TraceRow[],
  whole: Stretch,
): WaterfallState | null {
  const place = Math.max(
    shown.findIndex(({ bar }) => bar.id === state.at),
    0,
  );
  const row = shown[place];
  if (row === undefined) return null;
  const { id } = row.bar;
  const view = state.view ?? whole;
  const middle = Math.min(Math.max((row.startMs + row.endMs) / 2, view.from), view.to);
  const go = (at: number): WaterfallState => ({ ...state, at });
  const look = (next: Stretch): WaterfallState => ({ ...state, at: id, view: next });
  const close = (shut: boolean): WaterfallState => {
    const closed = new Set(state.closed);
    if (shut) closed.add(id);
    else closed.delete(id);
    return { ...state, at: id, closed };
  };
  switch (key) {
    case 'ArrowLeft':
      if (shiftKey) return look(panBy(view, whole, -step));
      if (row.inside > 0 && !state.closed.has(id)) return close(true);
      return go(row.parent ?? id);
    case 'ArrowRight':
      if (shiftKey) return look(panBy(view, whole, step));
      if (row.inside > 0 && state.closed.has(id)) return close(false);
      return go(row.inside > 0 ? (shown[place + 1]?.bar.id ?? id) : id);
    case '+':
    case '=':
      return look(zoomAt(view, whole, middle, near));
    case '-':
    case '−':
      return look(zoomAt(view, whole, middle, 1 / near));
    case '0':
      return { ...state, view: null };
    case 'Enter': {
      const bar = zoomTo({ from: row.startMs, to: row.endMs }, whole);
      const there = state.view !== null && state.view.from === bar.from && state.view.to === bar.to;
      return { ...state, at: id, view: there ? null : bar };
    }
    default: {
      const next = moveSelection(key, place, shown.length, page);
      return next === null ? null : go(shown[next]!.bar.id);
    }
  }
}
