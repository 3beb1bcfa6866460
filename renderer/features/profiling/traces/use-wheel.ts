import { type RefObject, useEffect, useRef } from 'react';

/** A wheel of a mouse turns by about this much a notch, px. */
const notchPx = 100;
/** One notch looks this much nearer. */
const perNotch = 0.7;

type Turn = (part: number, factor: number, pan: number) => void;

/**
 * The wheel over a waterfall: with Ctrl, and over its axis, it zooms at the pointer (`part` of the axis, `factor` of what was looked
 * at); with Shift, or sideways, it goes on in time (`pan`, a part of what is looked at). Alone it scrolls the rows.
 */
export function useWheel(
  rows: RefObject<HTMLElement | null>,
  axis: RefObject<HTMLElement | null>,
  turn: Turn,
): void {
  const newest = useRef(turn);
  useEffect(() => {
    newest.current = turn;
  });
  useEffect(() => {
    const ruler = axis.current;
    const body = rows.current;
    if (ruler === null || body === null) return;
    const wheel = (event: WheelEvent): void => {
      const { left, width } = ruler.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      const pans = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const zooms = event.ctrlKey || event.currentTarget === ruler;
      if (!pans && !zooms) return;
      event.preventDefault();
      const part = width > 0 ? Math.min(Math.max((event.clientX - left) / width, 0), 1) : 0.5;
      if (pans) newest.current(part, 1, sideways / Math.max(width, 1));
      else newest.current(part, perNotch ** (-event.deltaY / notchPx), 0);
    };
    // React listens passively, and Ctrl with the wheel would zoom the page.
    for (const element of [ruler, body]) element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      for (const element of [ruler, body]) element.removeEventListener('wheel', wheel);
    };
  }, [rows, axis]);
}
