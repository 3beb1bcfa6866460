import { changeMarks, type Difference } from './difference.ts';
import { type FlameLayout, type Rect, shareText } from './layout.ts';
import { roomLooks } from './rooms.ts';

/** px: the height of a row, and of the gap under it. */
export const rowPx = 20;
const gapPx = 1;
/** Room before and after the words of a frame, px. */
const padPx = 5;
/** Fewer letters than these say nothing. */
const leastLetters = 3;
/** A frame that is at least so wide has its share at its right, px. */
const sharePx = 120;

/** The colours and the letters of a graph, read from the theme. */
interface Brush {
  readonly token: (name: string) => string;
  readonly font: string;
  readonly bold: string;
  /** Width of any letter, px: the letters are all as wide. */
  readonly letterPx: number;
  readonly hatch: CanvasPattern | null;
  readonly dots: CanvasPattern | null;
}

/** Letters, patterns and colours for a canvas in the theme that is drawn now. */
function brushFor(host: HTMLElement, context: CanvasRenderingContext2D): Brush {
  const style = getComputedStyle(host);
  const cache = new Map<string, string>();
  const token = (name: string): string => {
    const known = cache.get(name) ?? style.getPropertyValue(name).trim();
    cache.set(name, known);
    return known;
  };
  const font = `11.5px ${token('--f-mono')}`;
  context.font = font;
  const letterPx = context.measureText('M'.repeat(20)).width / 20;
  const pattern = (draw: (tile: CanvasRenderingContext2D) => void): CanvasPattern | null => {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const of = tile.getContext('2d');
    if (of === null) return null;
    of.strokeStyle = of.fillStyle = token('--edge');
    draw(of);
    return context.createPattern(tile, 'repeat');
  };
  const hatch = pattern((of) => {
    of.globalAlpha = 0.55;
    of.lineWidth = 1.5;
    for (const from of [-8, 0, 8]) {
      of.moveTo(from, 8);
      of.lineTo(from + 8, 0);
    }
    of.stroke();
  });
  const dots = pattern((of) => {
    of.globalAlpha = 0.7;
    of.fillRect(1, 1, 1.5, 1.5);
    of.fillRect(5, 5, 1.5, 1.5);
  });
  return { token, font, bold: `600 ${font}`, letterPx, hatch, dots };
}

/** What of a graph is painted, before anybody points at anything. */
export interface Scene {
  readonly layout: FlameLayout;
  readonly rects: readonly Rect[];
  /** px, without the density of the screen. */
  readonly width: number;
  readonly height: number;
  /** How far the graph is scrolled, px. */
  readonly top: number;
  /** 1 where a frame fits the search; null: nothing is searched. */
  readonly fits: Uint8Array | null;
  /** By the index of the frame, against another profile; null: there is none. */
  readonly differences: readonly (Difference | null)[] | null;
}

/** What the pointer and the keys stand on. */
export interface Pointed extends Scene {
  readonly focus: number;
  /** The focus is on the graph: what the keys stand on has a ring. */
  readonly active: boolean;
  readonly hover: number | null;
}

/** A scene that was painted, of which pictures are taken while the pointer moves. */
export interface Sheet {
  readonly drawn: HTMLCanvasElement;
  readonly brush: Brush;
}

/** Paints a scene beside the page. `host` has its colours. */
export function paintSheet(host: HTMLElement, scene: Scene, density: number): Sheet {
  const drawn = document.createElement('canvas');
  drawn.width = Math.round(scene.width * density);
  drawn.height = Math.round(scene.height * density);
  const context = drawn.getContext('2d');
  if (context === null) throw new Error('There is no drawing here.');
  context.scale(density, density);
  const brush = brushFor(host, context);
  paint(context, brush, scene);
  return { drawn, brush };
}

function tintOf(scene: Scene, frame: number): { readonly tint: string; readonly pattern: string } {
  const { room } = scene.layout.flame.frames[frame]!;
  const look = roomLooks[room];
  const change = scene.differences?.[frame]?.change;
  if (change === 'more' || change === 'less') return { tint: change, pattern: 'plain' };
  // What is compared is what is coloured; everything else steps back.
  return scene.differences === null ? look : { tint: 'native', pattern: look.pattern };
}

function paint(context: CanvasRenderingContext2D, brush: Brush, scene: Scene): void {
  const { rects, top, fits } = scene;
  const byTint = new Map<string, Rect[]>();
  const patterned: (readonly [Rect, string])[] = [];
  for (const rect of rects) {
    const { tint, pattern } = tintOf(scene, rect.frame);
    const same = byTint.get(tint);
    if (same === undefined) byTint.set(tint, [rect]);
    else same.push(rect);
    if (pattern !== 'plain') patterned.push([rect, pattern]);
  }
  const fill = ({ depth, x, width: wide }: Rect): void => {
    // Neighbours stay apart as long as there is anything to see of them.
    context.fillRect(x, depth * rowPx - top, Math.max(wide - (wide > 3 ? gapPx : 0.3), 0.7), rowPx - gapPx);
  };
  // One colour after the other: changing it costs more than a rectangle.
  for (const [tint, same] of byTint) {
    context.fillStyle = brush.token(`--flame-${tint}`);
    for (const rect of same) {
      context.globalAlpha = fits !== null && fits[rect.frame] !== 1 ? 0.45 : 1;
      fill(rect);
    }
  }
  context.globalAlpha = 1;
  for (const [rect, pattern] of patterned) {
    const style = pattern === 'hatched' ? brush.hatch : brush.dots;
    if (style === null) continue;
    context.fillStyle = style;
    fill(rect);
  }
  write(context, brush, scene);
  context.strokeStyle = brush.token('--ink');
  if (fits !== null)
    for (const rect of rects) if (fits[rect.frame] === 1 && rect.width > 3) ring(context, rect, top, 0, 1.5);
}

function write(context: CanvasRenderingContext2D, brush: Brush, scene: Scene): void {
  const { layout, rects, top, fits } = scene;
  const { frames } = layout.flame;
  const ink = brush.token('--ink');
  const pale = brush.token('--ink-2');
  context.textBaseline = 'middle';
  for (const { frame, depth, x, width } of rects) {
    const room = Math.floor((width - 2 * padPx) / brush.letterPx);
    if (room < leastLetters) continue;
    const fit = fits === null || fits[frame] === 1;
    const change = scene.differences?.[frame] ?? null;
    const mark = change === null || change.change === 'same' ? '' : `${changeMarks[change.change]} `;
    const share = width >= sharePx ? shareText(layout.right[frame]! - layout.left[frame]!) : '';
    const letters = share === '' ? room : room - share.length - 2;
    const name = `${mark}${frames[frame]!.name}`;
    const cut = name.length <= letters ? name : `${name.slice(0, Math.max(letters - 1, 1))}…`;
    const y = depth * rowPx - top + (rowPx - gapPx) / 2 + 0.5;
    context.font = fits !== null && fit ? brush.bold : brush.font;
    context.fillStyle = fit ? ink : pale;
    context.fillText(cut, x + padPx, y);
    if (share === '') continue;
    context.font = brush.font;
    context.fillStyle = fit ? ink : pale;
    context.fillText(share, x + width - padPx - gapPx - share.length * brush.letterPx, y);
  }
}

/** A ring along the edge of a frame, `inner` px inside of it. */
function ring(
  context: CanvasRenderingContext2D,
  rect: Rect,
  top: number,
  inner: number,
  thick: number,
): void {
  context.lineWidth = thick;
  const off = inner + thick / 2;
  context.strokeRect(
    rect.x + off,
    rect.depth * rowPx - top + off,
    Math.max(rect.width - gapPx - 2 * off, 0.5),
    rowPx - gapPx - 2 * off,
  );
}

/** Rings what the pointer and the keys stand on. */
export function outline(context: CanvasRenderingContext2D, brush: Brush, scene: Pointed): void {
  const { rects, top, focus, hover, active } = scene;
  const pointed = rects.find(({ frame }) => frame === hover && frame !== focus);
  context.strokeStyle = brush.token('--ink');
  if (pointed !== undefined) ring(context, pointed, top, 0, 1);
  const chosen = rects.find(({ frame }) => frame === focus);
  if (chosen === undefined) return;
  // A gap in the colour of the surface sets the ring off from any tint.
  context.strokeStyle = brush.token('--panel');
  if (active) ring(context, chosen, top, 2, 1);
  context.strokeStyle = brush.token('--ink');
  ring(context, chosen, top, 0, active ? 2 : 1.5);
}
