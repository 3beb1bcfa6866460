import type { ReactNode } from 'react';
import { classes, vars } from '#renderer/ui/vars.ts';
import type { Ratio } from '#shared/contract/baselines.ts';
import { bandShape, intervalShape, type RatioAxis, ratioPart, ratioTicks } from './interval.ts';
import { ratioWords } from './verdict.ts';
import { t } from '#shared/language/t.ts';

/** The interval of a ratio against the band of no difference: a bar from low to high, a line at the ratio, an arrow where it goes on. */
export function IntervalBar(props: {
  readonly axis: RatioAxis;
  readonly ratio: Ratio;
  /** Up to here there is no difference: 1.1 for 10 % either way. */
  readonly band: number;
}): ReactNode {
  const { axis, ratio, band } = props;
  const { verdict } = ratio;
  const shape = intervalShape(axis, ratio);
  const zone = bandShape(axis, band);
  return (
    <span
      className={classes(
        'pf-interval',
        verdict,
        verdict !== 'none' && shape.beyond !== null && `beyond-${shape.beyond}`,
      )}
      role="img"
      aria-label={ratioWords(ratio)}
      style={vars({
        '--band': zone.from,
        '--band-end': zone.to,
        '--one': ratioPart(axis, 1),
        '--low': shape.low,
        '--high': shape.high,
        '--middle': shape.middle,
      })}
    >
      <i className="band" />
      <i className="one" />
      {verdict !== 'none' && (
        <>
          <i className="range" />
          <i className="middle" />
        </>
      )}
    </span>
  );
}

/** The ratios of the axis, above its column. */
export function IntervalTicks(props: {
  readonly axis: RatioAxis;
  /** Room of a label, as a part of the axis. */
  readonly apart: number;
}): ReactNode {
  const { axis, apart } = props;
  return (
    <span className="pf-interval-ticks">
      <span className="ui-sr">{t`Interval`}</span>
      {ratioTicks(axis, apart).map((tick) => (
        <span key={tick} aria-hidden="true" style={vars({ '--at': ratioPart(axis, tick) })}>
          {tick}×
        </span>
      ))}
    </span>
  );
}
