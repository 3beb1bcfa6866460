import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useSize } from '#renderer/ui/use-size.ts';
import { useTheme } from '#renderer/ui/theme.ts';
import { vars } from '#renderer/ui/vars.ts';
import { differenceOf } from './difference.ts';
import { type FlameLayout, frameAt, type View, visibleRects, wholeView } from './layout.ts';
import { moveFrame, nextFit } from './move.ts';
import { outline, paintSheet, rowPx, type Sheet } from './paint.ts';
import type { Found } from './search.ts';
import { t } from '#shared/language/t.ts';

/** What is looked at in a graph. */
export interface FlamePlace {
  /** The frame that fills the width. */
  readonly zoomed: number;
  /** The frame that the keys stand on. */
  readonly focus: number;
}

export interface FlameCanvasProps {
  readonly layout: FlameLayout;
  readonly place: FlamePlace;
  readonly onPlace: (place: FlamePlace) => void;
  readonly found: Found | null;
  /** The frame under the pointer; null when it has gone. */
  readonly onHover: (frame: number | null) => void;
  /** What a screen reader is told of the frame that the keys stand on. */
  readonly words: string;
  readonly label: string;
}

const viewOf = (layout: FlameLayout, zoomed: number): View =>
  zoomed === 0 || layout.right[zoomed]! <= layout.left[zoomed]!
    ? wholeView
    : { from: layout.left[zoomed]!, to: layout.right[zoomed]! };

/**
 * A flame graph, root at the top. A press zooms to a frame; arrows go from frame to frame, Enter zooms, Backspace goes out by one,
 * Escape shows everything, N and Shift N go from one that fits the search to the next.
 */
export function FlameCanvas(props: FlameCanvasProps): ReactNode {
  const { layout, place, onPlace, found, onHover } = props;
  const theme = useTheme();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  /** Everything but what the pointer and the keys stand on: thousands of frames, painted when they change. */
  const sheet = useRef<(Sheet & { readonly made: object }) | null>(null);
  const { width, height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const [hover, setHover] = useState<number | null>(null);
  const [active, setActive] = useState(false);
  const { zoomed, focus } = place;
  const view = useMemo(() => viewOf(layout, zoomed), [layout, zoomed]);
  const rects = useMemo(() => {
    const first = Math.floor(top / rowPx);
    return visibleRects(layout, view, Math.max(width, 1), { first, last: first + Math.ceil(height / rowPx) });
  }, [layout, view, width, height, top]);

  const differences = useMemo(
    () =>
      layout.flame.against === null ? null : layout.flame.frames.map((frame) => differenceOf(layout, frame)),
    [layout],
  );

  // Another object whenever the sheet is another one; the theme is not seen by the code that paints.
  // oxlint-disable-next-line react/exhaustive-deps
  const scened = useMemo(() => ({}), [layout, rects, width, height, top, found, differences, theme]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || width === 0 || height === 0) return;
    // At most one painting a frame, however fast the pointer moves.
    const frame = requestAnimationFrame(() => {
      const density = window.devicePixelRatio;
      const scene = { layout, rects, width, height, top, fits: found?.fits ?? null, differences };
      if (sheet.current === null || sheet.current.made !== scened)
        sheet.current = { made: scened, ...paintSheet(element, scene, density) };
      const { drawn, brush } = sheet.current;
      if (element.width !== drawn.width || element.height !== drawn.height) {
        element.width = drawn.width;
        element.height = drawn.height;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, drawn.width, drawn.height);
      context.drawImage(drawn, 0, 0);
      context.setTransform(density, 0, 0, density, 0, 0);
      outline(context, brush, { ...scene, focus, active, hover });
    });
    return () => cancelAnimationFrame(frame);
  }, [layout, rects, width, height, top, found, focus, active, hover, differences, scened]);

  const show = (frame: number): void => {
    const element = scroller.current;
    const y = layout.depth[frame]! * rowPx;
    if (element === null) return;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + rowPx > element.scrollTop + element.clientHeight)
      element.scrollTop = y + rowPx - element.clientHeight;
  };
  const go = (next: FlamePlace): void => {
    onPlace(next);
    show(next.focus);
  };
  /** Out of the zoom as far as needed to see a frame. */
  const zoomFor = (frame: number): number => {
    const seen = layout.left[frame]! >= view.from && layout.right[frame]! <= view.to;
    return seen || layout.depth[frame]! < layout.depth[zoomed]! ? zoomed : 0;
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = keyed(event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    // The pointer lies where it lay: the keys have moved on.
    over(null);
    go(next);
  };
  const keyed = (key: string, shift: boolean): FlamePlace | null => {
    if (key === 'Enter') return { zoomed: focus, focus };
    // Where there is nothing to leave, Escape is for others: it arms the stop in any case.
    if (key === 'Escape') return zoomed === 0 ? null : { zoomed: 0, focus };
    if (key === 'Backspace')
      return { zoomed: Math.max(layout.flame.frames[zoomed]?.parent ?? 0, 0), focus: zoomed };
    if (key.toLowerCase() === 'n' && found !== null) {
      const fit = nextFit(layout, found.fits, focus, shift ? -1 : 1);
      return fit === null ? null : { zoomed: zoomFor(fit), focus: fit };
    }
    const moved = moveFrame(layout, view, Math.max(width, 1), focus, key);
    return moved === null ? null : { zoomed, focus: moved };
  };
  const under = (event: PointerEvent): number | null => {
    const element = scroller.current;
    if (element === null) return null;
    const { left, top: edge } = element.getBoundingClientRect();
    const row = Math.floor((event.clientY - edge + element.scrollTop) / rowPx);
    return frameAt(layout, view, Math.max(width, 1), event.clientX - left, row);
  };
  const over = (frame: number | null): void => {
    if (frame === hover) return;
    setHover(frame);
    onHover(frame);
  };
  return (
    <div
      className="flame-canvas"
      ref={scroller}
      // A canvas says nothing by itself: the words are those of the frame that the keys stand on.
      role="application"
      aria-roledescription={t`flame graph`}
      aria-label={`${props.label}. ${props.words}`}
      tabIndex={0}
      onKeyDown={keyDown}
      onFocus={() => setActive(true)}
      onBlur={() => setActive(false)}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onPointerMove={(event) => {
        // What is drawn anew under a pointer that lies still is not pointed at.
        if (event.movementX !== 0 || event.movementY !== 0) over(under(event));
      }}
      onPointerLeave={() => over(null)}
      onPointerDown={(event) => {
        const frame = event.button === 0 ? under(event) : null;
        if (frame !== null) onPlace({ zoomed: frame, focus: frame });
      }}
    >
      <div className="flame-tall" style={vars({ '--height': `${layout.rows * rowPx}px` })}>
        <canvas
          ref={canvas}
          aria-hidden="true"
          style={vars({ '--wide': `${width}px`, '--high': `${height}px` })}
        />
      </div>
    </div>
  );
}
