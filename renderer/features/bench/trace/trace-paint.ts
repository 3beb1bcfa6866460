import { type AxisScale, divisionsX, divisionsY, type Frame, placeX, placeY } from './trace-scale.ts';

/** What is painted: in CSS px, on a canvas whose context is scaled to them. */
export interface TraceSheet {
  readonly width: number;
  readonly height: number;
  readonly frame: Frame | null;
  readonly horizontal: AxisScale;
  readonly vertical: ReadonlyMap<number, AxisScale>;
  /** Of a channel's trace. */
  readonly colour: (channel: number) => string;
  readonly grid: string;
  readonly axis: string;
  /** Nothing new comes: the instrument is stopped. */
  readonly faint: boolean;
}

const tick = 4;

/** Paints the graticule and the traces, newest frame whole: what is not in it is not on the screen. */
export function paintTrace(context: CanvasRenderingContext2D, sheet: TraceSheet): void {
  const { width, height, frame } = sheet;
  context.clearRect(0, 0, width, height);
  paintGraticule(context, sheet);
  if (frame === null) return;
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.globalAlpha = sheet.faint ? 0.75 : 1;
  for (const { channel, min, max } of frame.traces) {
    const vertical = sheet.vertical.get(channel);
    if (vertical === undefined) continue;
    // A column is drawn from its lowest to its highest voltage, one after the other without a gap: no spike is lost.
    const seconds = (frame.step * columnsOf(frame)) / Math.max(min.length, 1);
    context.strokeStyle = sheet.colour(channel);
    context.beginPath();
    let pen = false;
    for (let column = 0; column < min.length; column++) {
      const [low, high] = [min[column] as number, max[column] as number];
      if (!Number.isFinite(low) || !Number.isFinite(high)) {
        pen = false;
        continue;
      }
      const x = placeX(frame.start + (column + 0.5) * seconds, sheet.horizontal) * width;
      const [top, bottom] = [placeY(high, vertical) * height, placeY(low, vertical) * height];
      if (pen) context.lineTo(x, top);
      else context.moveTo(x, top);
      if (bottom - top > 0.5) context.lineTo(x, bottom);
      pen = true;
    }
    context.stroke();
  }
  context.restore();
}

/** Columns of the time axis that `step` speaks of: those of the channel with most. */
const columnsOf = ({ traces }: Frame): number => Math.max(0, ...traces.map(({ min }) => min.length));

function paintGraticule(context: CanvasRenderingContext2D, sheet: TraceSheet): void {
  const { width, height } = sheet;
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  };
  const crisp = (at: number): number => Math.round(at) + 0.5;
  context.lineWidth = 1;
  context.strokeStyle = sheet.grid;
  context.beginPath();
  for (let at = 1; at < divisionsX; at++)
    line(crisp((at * width) / divisionsX), 0, crisp((at * width) / divisionsX), height);
  for (let at = 1; at < divisionsY; at++)
    line(0, crisp((at * height) / divisionsY), width, crisp((at * height) / divisionsY));
  context.stroke();
  context.strokeStyle = sheet.axis;
  context.beginPath();
  const [middleX, middleY] = [crisp(width / 2), crisp(height / 2)];
  line(middleX, 0, middleX, height);
  line(0, middleY, width, middleY);
  for (let at = 1; at < divisionsX * 5; at++) {
    const x = crisp((at * width) / divisionsX / 5);
    line(x, middleY - tick, x, middleY + tick);
  }
  for (let at = 1; at < divisionsY * 5; at++) {
    const y = crisp((at * height) / divisionsY / 5);
    line(middleX - tick, y, middleX + tick, y);
  }
  context.stroke();
}
