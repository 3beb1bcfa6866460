import { type ReactNode, useRef } from 'react';
import { logTicks } from '#renderer/features/profiling/log-axis.ts';
import { timeText } from '#renderer/features/profiling/ms-text.ts';
import { useSize } from '#renderer/ui/use-size.ts';
import { placeLabels } from '#renderer/ui/plot-labels.ts';
import { sayAgo } from '#renderer/ui/plot-options.ts';
import { classes } from '#renderer/ui/vars.ts';
import { drawSeries, type Line, seriesMs } from './series.ts';
import { timeLabel } from './Histogram.tsx';
import { t } from '#shared/language/t.ts';

const left = 52;
const right = 148;
const top = 8;
const foot = 22;
const labelHeight = 18;
/** Minutes ago with a label, where there is room for them and where there is not. */
const minutes = [10, 8, 6, 4, 2, 0] as const;
const fewMinutes = [10, 5, 0] as const;
const roomPx = 330;

/** Times in slices of ten seconds over the last ten minutes, on a logarithmic axis; each line is named at its end. */
export function SeriesChart(props: {
  readonly label: string;
  readonly lines: readonly Line[];
  /** The right edge, ms since 1970. */
  readonly now: number;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const words = props.lines.map(({ label, points }) => {
    const newest = points.findLast(({ value }) => value !== null)?.value ?? null;
    return `${label}: ${timeText(newest)}`;
  });
  return (
    <figure className="pf-series" aria-label={t`${props.label}. Newest: ${words.join(', ')}`}>
      <div ref={host} aria-hidden="true">
        {width > 200 && height > 60 && (
          <Drawing lines={props.lines} now={props.now} width={width} height={height} />
        )}
      </div>
    </figure>
  );
}

function Drawing(props: {
  readonly lines: readonly Line[];
  readonly now: number;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const [wide, high] = [props.width - left - right, props.height - top - foot];
  const { axis, lines } = drawSeries(props.lines, props.now, wide, high);
  const ends = lines.filter(({ end }) => end !== null);
  const places = placeLabels(
    ends.map(({ end }) => top + (end?.y ?? 0) - labelHeight / 2),
    labelHeight,
    top + high + labelHeight / 2,
  );
  return (
    <svg width={props.width} height={props.height}>
      <rect className="pf-well" x={left} y={top} width={wide} height={high} />
      {logTicks(axis)
        .filter(({ long }) => long)
        .map(({ value, part }) => (
          <g key={value}>
            <path className="pf-grid" d={`M${left} ${top + (1 - part) * high}h${wide}`} />
            <text x={left - 7} y={top + (1 - part) * high + 4} textAnchor="end">
              {timeLabel(value)}
            </text>
          </g>
        ))}
      {(wide < roomPx ? fewMinutes : minutes).map((ago) => {
        const x = left + (1 - (ago * 60_000) / seriesMs) * wide;
        return (
          <g key={ago}>
            <path className="pf-grid" d={`M${x} ${top}v${high}`} />
            <text
              x={x}
              y={top + high + 16}
              textAnchor={ago === 0 ? 'end' : ago === minutes[0] ? 'start' : 'middle'}
            >
              {sayAgo(ago * 60)}
            </text>
          </g>
        );
      })}
      <g transform={`translate(${left} ${top})`}>
        {lines.map(({ id, path }) => (
          <path key={id} className={classes('pf-line', id)} d={path} />
        ))}
      </g>
      {ends.map(({ id, label, end }, index) => (
        <g
          key={id}
          className={classes('pf-line-end', id)}
          transform={`translate(${left + wide + 8} ${places[index] ?? 0})`}
        >
          <path className={classes('pf-line', id)} d={`M0 ${labelHeight / 2}h16`} />
          <text x={21} y={13}>
            {label} {timeText(end?.value ?? null)}
          </text>
        </g>
      ))}
    </svg>
  );
}
