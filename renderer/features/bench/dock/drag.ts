import type { PointerEvent as ReactPointerEvent } from 'react';
import { createStore } from 'zustand/vanilla';
import type { LayoutPanel } from '#shared/contract/layouts.ts';

/** A panel in somebody's hand. */
export interface Drag {
  readonly panel: LayoutPanel;
  readonly title: string;
  /** Where the pointer is, px of the window. */
  readonly x: number;
  readonly y: number;
}
interface Dragging {
  readonly drag: Drag | null;
  /** What takes it when it is let go; null where no free layout is shown. */
  readonly take: ((drag: Drag) => void) | null;
}

/** What is dragged in this window. There is one pointer. */
export const dragging = createStore<Dragging>()(() => ({ drag: null, take: null }));

/** px that a pointer has to go before it drags: less is a press. */
const slack = 6;

/** A pointer went down on something that shows a panel: when it goes somewhere else, it takes the panel along. Esc lets it go where it was. */
export function grab(event: ReactPointerEvent<HTMLElement>, panel: LayoutPanel, title: string): void {
  if (event.button !== 0 || dragging.getState().take === null) return;
  const from = { x: event.clientX, y: event.clientY };
  const { pointerId } = event;
  const end = new AbortController();
  const { signal } = end;
  const stop = (): void => {
    end.abort();
    dragging.setState({ drag: null });
  };
  const move = (now: PointerEvent): void => {
    if (now.pointerId !== pointerId) return;
    const begun = dragging.getState().drag !== null;
    if (!begun && Math.hypot(now.clientX - from.x, now.clientY - from.y) < slack) return;
    dragging.setState({ drag: { panel, title, x: now.clientX, y: now.clientY } });
  };
  const up = (now: PointerEvent): void => {
    if (now.pointerId !== pointerId) return;
    const { drag, take } = dragging.getState();
    stop();
    if (drag === null) return;
    // What was dragged was not pressed.
    const press = (click: MouseEvent): void => click.stopPropagation();
    window.addEventListener('click', press, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', press, { capture: true }), 0);
    take?.({ ...drag, x: now.clientX, y: now.clientY });
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', up, { signal });
  window.addEventListener('pointercancel', stop, { signal });
  window.addEventListener('blur', stop, { signal });
  window.addEventListener('keydown', (key) => key.key === 'Escape' && stop(), { signal });
}
