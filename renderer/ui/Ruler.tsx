import type { ReactNode } from 'react';
import { rulerPart, rulerScale } from './ruler-scale.ts';
import { classes, vars } from './vars.ts';
import './Ruler.css';

export interface RulerProps {
  /** The ends of the scale, in one unit with everything else here. */
  readonly from?: number;
  readonly to: number;
  /** The bar. */
  readonly value: number | null;
  /** The marker: what was asked for. */
  readonly setpoint?: number | null;
  /** A second marker: what was sent and has not been read back. */
  readonly pending?: number | null;
  /** The thin line: least and most of the last 60 s. */
  readonly range?: readonly [number, number] | null;
  /** Hatched from here on: beyond the envelope. */
  readonly limit?: number | null;
  readonly state?: 'live' | 'stale' | 'unknown';
  /** Half as high, for a strip. */
  readonly slim?: boolean;
  /** Ends of the scale in words, under it. */
  readonly ends?: readonly [string, string];
}

/** A number on its scale. The number itself stands beside it, so to a screen reader this is a drawing. */
export function Ruler(props: RulerProps): ReactNode {
  const { state = 'live' } = props;
  const scale = rulerScale(props.from ?? 0, props.to);
  const span = scale.to - scale.from;
  const known = state !== 'unknown';
  const bar = known ? rulerPart(scale, props.value) : null;
  const setpoint = known ? rulerPart(scale, props.setpoint ?? null) : null;
  // A bar begins at zero, also where zero is in the middle.
  const zero = rulerPart(scale, 0) ?? 0;
  const pending = rulerPart(scale, props.pending ?? null);
  const limit = rulerPart(scale, props.limit ?? null);
  const low = rulerPart(scale, props.range?.[0] ?? null);
  const high = rulerPart(scale, props.range?.[1] ?? null);
  return (
    <div aria-hidden="true">
      <div
        className={classes('ui-ruler', state, props.slim && 'slim')}
        style={vars({
          '--major': `${(scale.major / span) * 100}%`,
          '--minor': `${(scale.minor / span) * 100}%`,
        })}
      >
        <div className="ui-ruler-ticks" />
        {bar !== null && (
          <div
            className="ui-ruler-bar"
            style={vars({ '--from': Math.min(zero, bar), '--part': Math.abs(bar - zero) })}
          />
        )}
        {known && low !== null && high !== null && (
          <div className="ui-ruler-range" style={vars({ '--low': low, '--high': high })} />
        )}
        {limit !== null && limit < 1 && known && (
          <div className="ui-ruler-limit" style={vars({ '--part': limit })} />
        )}
        {setpoint !== null && <div className="ui-ruler-mark" style={vars({ '--part': setpoint })} />}
        {pending !== null && <div className="ui-ruler-mark pending" style={vars({ '--part': pending })} />}
      </div>
      {props.ends && (
        <div className="ui-ruler-ends">
          <span>{props.ends[0]}</span>
          <span>{props.ends[1]}</span>
        </div>
      )}
    </div>
  );
}
