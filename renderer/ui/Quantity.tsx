import { type ReactNode, useEffect, useReducer, useRef } from 'react';
import { formatFixed } from '#shared/quantity/format.ts';
import { firstMoving, type Settling, settle, settlesIn, unsettled } from './settle.ts';
import { classes } from './vars.ts';
import './Quantity.css';

export interface QuantityProps {
  /** In the unit that is shown; null when there is none to be trusted. */
  readonly value: number | null;
  readonly unit: string;
  readonly decimals: number;
  readonly size: 'xxl' | 'xl' | 'l' | 'm' | 's' | 'xs';
  /**
   * `live`: digits that moved in the last second are dim. `stale`: the last value, underlined by dashes (say its age
   * beside it). `unknown`: no number at all, whatever `value` says. `plain`: a number that is not a reading.
   */
  readonly state: 'live' | 'pending' | 'stale' | 'unknown' | 'plain';
}

/** A number with its unit, drawn so that its digits say how far to trust them. */
export function Quantity(props: QuantityProps): ReactNode {
  const { unit, size } = props;
  const state = props.value === null ? 'unknown' : props.state;
  const text = formatFixed(state === 'unknown' ? null : props.value, props.decimals);
  const dimFrom = useSettling(text, state === 'live');
  return (
    <span className={classes('ui-q', size, state)}>
      <span className="ui-sr">{state === 'unknown' ? 'unknown' : `${text} ${unit}`}</span>
      <span className="ui-q-digits" aria-hidden="true">
        {text.slice(0, dimFrom)}
        {dimFrom < text.length && <i>{text.slice(dimFrom)}</i>}
      </span>
      <span className="ui-q-unit" aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}

/** The place from which digits are dim. Draws once more when the last of them has settled. */
function useSettling(text: string, watch: boolean): number {
  const settling = useRef<Settling>(unsettled);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const now = performance.now();
  const next = watch ? settle(settling.current, text, now) : unsettled;
  const wait = watch ? settlesIn(next, now) : null;
  useEffect(() => {
    settling.current = next;
    if (wait === null) return;
    const timer = window.setTimeout(drawAgain, wait + 1);
    return () => window.clearTimeout(timer);
  });
  return watch ? firstMoving(next, now) : text.length;
}
