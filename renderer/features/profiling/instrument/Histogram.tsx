import { type ReactNode, useId, useRef } from 'react';
import { type LogAxis, logTicks } from '#renderer/features/profiling/log-axis.ts';
import { timeText } from '#renderer/features/profiling/ms-text.ts';
import { useSize } from '#renderer/ui/use-size.ts';
import { classes } from '#renderer/ui/vars.ts';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { exchangesText } from './facts.ts';
import { type Bin, countLine, twoHistograms } from './histogram.ts';
import { marksOf, type Percentiles } from './marks.ts';
import { t } from '#shared/language/t.ts';

/** Margins of the drawing, px: counts at the left, marks above and below, times at the foot. */
const left = 44;
const right = 12;
const top = 20;
const foot = 40;
/** px of a bar and the gap after it. */
const barWidth = 8;
/** A bar that counts anything is seen, px. */
const leastBar = 1.5;

const percentiles = ({ p50, p95, p99 }: Percentiles): string =>
  `p50 ${timeText(p50)}, p95 ${timeText(p95)}, p99 ${timeText(p99)}`;

/** How long exchanges waited (above) and took on the wire (below, hatched), on one logarithmic axis. */
export function Histogram({ figures }: { readonly figures: InstrumentFigures }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const { queue, wire } = figures;
  const label = t`Histogram of ${exchangesText(figures.exchanges)}. Queue: ${percentiles(queue)}. Wire: ${percentiles(wire)}.`;
  return (
    <figure className="pf-histogram" aria-label={label}>
      <div ref={host} aria-hidden="true">
        {size.width > 120 && size.height > 90 && <Drawing figures={figures} {...size} />}
      </div>
    </figure>
  );
}

function Drawing(props: {
  readonly figures: InstrumentFigures;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { figures, width, height } = props;
  const { queue, wire } = figures;
  const hatch = useId();
  const [wide, high] = [width - left - right, (height - top - foot) / 2];
  const values = [queue.p50, queue.p95, queue.p99, wire.p50, wire.p95, wire.p99];
  const both = twoHistograms(queue.bars, wire.bars, values, Math.max(Math.floor(wide / barWidth), 10));
  const middle = top + high;
  const bottom = middle + high;
  const line = countLine(both.most);
  const scale = both.most === 0 ? 0 : (high - 16) / both.most;
  return (
    <svg width={width} height={height}>
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" className="pf-wire-line" strokeWidth="3" />
        </pattern>
      </defs>
      <rect className="pf-well" x={left} y={top} width={wide} height={high * 2} />
      <Axis axis={both.axis} x={left} y={bottom} width={wide} up={high * 2} />
      {line !== null && (
        <g>
          {[-1, 1].map((way) => (
            <g key={way}>
              <path className="pf-grid" d={`M${left} ${middle + way * line * scale}h${wide}`} />
              <text x={left - 7} y={middle + way * line * scale + 4} textAnchor="end">
                {formatFixed(line, 0)}
              </text>
            </g>
          ))}
          <text x={left - 7} y={middle + 4} textAnchor="end">
            0
          </text>
        </g>
      )}
      <BarsOf bins={both.queue} x={left} y={middle} width={wide} scale={-scale} className="pf-queue" />
      <BarsOf
        bins={both.wire}
        x={left}
        y={middle}
        width={wide}
        scale={scale}
        className="pf-wire"
        fill={hatch}
      />
      <path className="pf-zero" d={`M${left} ${middle}h${wide}`} />
      <Marks axis={both.axis} of={queue} width={wide} from={top} to={middle} label={top - 6} />
      <Marks axis={both.axis} of={wire} width={wide} from={middle} to={bottom} label={bottom + 14} />
      <text x={left + 8} y={top + 16} className="pf-half queue">
        {t`Queue, above`}
      </text>
      <text x={left + 8} y={bottom - 9} className="pf-half wire">
        {t`Wire, below`}
      </text>
    </svg>
  );
}

function BarsOf(props: {
  readonly bins: readonly Bin[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** px a count; above 0 goes down. */
  readonly scale: number;
  readonly className: string;
  readonly fill?: string;
}): ReactNode {
  const { bins, x, y, width, scale } = props;
  const style = props.fill === undefined ? {} : { fill: `url(#${props.fill})` };
  return (
    <g className={props.className} {...style}>
      {bins.map(({ from, to, count }) => {
        if (count === 0) return null;
        const high = Math.max(Math.abs(count * scale), leastBar);
        return (
          <rect
            key={from}
            x={x + from * width + 0.5}
            y={scale < 0 ? y - high : y}
            width={Math.max((to - from) * width - 1, 1)}
            height={high}
          />
        );
      })}
    </g>
  );
}

/** Ticks of a time axis, with grid lines that go up by `up` px. */
function Axis(props: {
  readonly axis: LogAxis;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly up: number;
}): ReactNode {
  const { axis, x, y, width, up } = props;
  return (
    <g>
      {logTicks(axis).map(({ value, part, long }) => (
        <g key={value}>
          <path
            className={classes(long ? 'pf-grid' : 'pf-tick')}
            d={`M${x + part * width} ${y}v${long ? -up : -4}`}
          />
          {long && (
            <text
              x={x + part * width}
              y={y + 31}
              textAnchor={part > 0.97 ? 'end' : part < 0.03 ? 'start' : 'middle'}
            >
              {timeLabel(value)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** A round time on an axis: `10 ms`, `1 s`, `50 µs`. */
export function timeLabel(ms: number): string {
  if (ms < 0.0999) return `${Number((ms * 1000).toPrecision(3))} µs`;
  return ms < 999.9 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

function Marks(props: {
  readonly axis: LogAxis;
  readonly of: Percentiles;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly label: number;
}): ReactNode {
  const { from, to } = props;
  return (
    <g className="pf-marks">
      {marksOf(props.axis, props.of, props.width).map(({ name, x, label }) => (
        <g key={name}>
          <path className={name} d={`M${left + x} ${from}V${to}`} />
          <text x={left + label} y={props.label} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
    </g>
  );
}
