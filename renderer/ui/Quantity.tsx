import { type ReactNode, useEffect, useReducer, useRef } from 'react';
import { formatFixed } from '#shared/quantity/format.ts';
import { firstMoving, movedBy, type Settling, settle, settlesIn, unsettled } from './settle.ts';
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
  const dimFrom = useSettling(state === 'live' ? props.value : null, text);
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

/** The place from which digits are dim. Draws once more when a reading has left the last second. */
function useSettling(value: number | null, text: string): number {
  const settling = useRef<Settling>(unsettled);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const now = performance.now();
  useEffect(() => {
    settling.current = value === null ? unsettled : settle(settling.current, value, performance.now());
  }, [value]);
  const before = settling.current;
  const next = value === null || before.at(-1)?.value === value ? before : settle(before, value, now);
  const wait = settlesIn(next, now);
  useEffect(() => {
    if (wait === null) return;
    const timer = window.setTimeout(drawAgain, wait + 1);
    return () => window.clearTimeout(timer);
  });
  return value === null ? text.length : firstMoving(text, movedBy(next, now));
}
