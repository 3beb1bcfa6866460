import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatFixed } from '#shared/quantity/format.ts';
import { placeLabels } from './plot-labels.ts';
import { type PlotLine, plotOptions } from './plot-options.ts';
import { ChannelTag } from './StateWord.tsx';
import { useTheme } from './theme.ts';
import { classes, vars } from './vars.ts';
import './Plot.css';
import { t } from '#shared/language/t.ts';

/**
 * Columns of one length: x in seconds before now, then one column a line. Null breaks the line: nothing was read there. Undefined is
 * merely no point, and the line goes on.
 */
export type PlotColumn = readonly (number | null | undefined)[];
export type PlotData = readonly [readonly number[], ...PlotColumn[]];

export interface PlotProps {
  /** What a screen reader is told: "Voltage of Supply A over the last 5 minutes". */
  readonly label: string;
  readonly lines: readonly PlotLine[];
  readonly data: PlotData;
  /** Seconds from the left edge to the right one, which is now: the x of `data` is in seconds before it, and negative. */
  readonly span: number;
  readonly unit: string;
  /** Digits of the labels at the right. */
  readonly decimals: number;
  /** Smallest span of the y axis: less than this is noise. */
  readonly least: number;
  /** With times under it. One of a stack has them. */
  readonly times?: boolean;
}

const labelHeight = 22;

/** A trend: lines in channel colours and dashes, each labelled at its end with its tag and its newest value. */
export function Plot(props: PlotProps): ReactNode {
  const { lines, data, span, unit, least, times = false } = props;
  const theme = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [places, setPlaces] = useState<readonly (number | null)[]>([]);
  const shape = JSON.stringify(lines.map(({ channel, guide }) => ({ channel, guide })));

  // A canvas takes its colours when it is made: another theme is another canvas. `shape` stands for `lines`.
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const token = (name: string): string => style.getPropertyValue(name).trim();
    const size = { width: element.clientWidth, height: element.clientHeight };
    const made = new uPlot(
      plotOptions(JSON.parse(shape), { token, unit, least, times }, size),
      [[]],
      element,
    );
    plot.current = made;
    const resize = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, shape, unit, least, times]);

  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    made.batch(() => {
      made.setData(data as unknown as uPlot.AlignedData, false);
      made.setScale('x', { min: -span, max: 0 });
    });
    const top = made.over.offsetTop;
    const wanted = data.slice(1).map((column) => {
      const value = newest(column);
      return value === null ? null : top + made.valToPos(value, 'y') - labelHeight / 2;
    });
    const shown = wanted.filter((y) => y !== null);
    const placed = placeLabels(shown, labelHeight, made.over.clientHeight + top);
    let next = 0;
    const places = wanted.map((y) => (y === null ? null : (placed[next++] ?? null)));
    setPlaces((before) => (String(before) === String(places) ? before : places));
  }, [data, span, theme, shape, unit, least, times]);

  const words = lines.map((line, index) => {
    const value = line.current ? newest(data[index + 1] ?? []) : null;
    return `${line.label}: ${value === null ? t`no reading` : `${formatFixed(value, props.decimals)} ${unit}`}`;
  });
  return (
    <figure className="ui-plot" aria-label={`${props.label}. ${words.join('. ')}`}>
      <div className="ui-plot-canvas" ref={host} aria-hidden="true" />
      <div className="ui-plot-labels" aria-hidden="true">
        {lines.map((line, index) => {
          const value = newest(data[index + 1] ?? []);
          const y = places[index] ?? null;
          if (value === null || y === null) return null;
          return (
            <span
              className={classes('ui-plot-label', line.guide && 'ui-dim')}
              key={line.label}
              style={vars({ '--y': `${Math.round(y)}px` })}
            >
              {line.guide && `${line.label} `}
              {line.channel !== null && <ChannelTag channel={line.channel} />}
              {formatFixed(line.current ? value : null, props.decimals)} {unit}
            </span>
          );
        })}
      </div>
    </figure>
  );
}

function newest(column: PlotColumn): number | null {
  return column.findLast((value) => value !== null && value !== undefined) ?? null;
}
