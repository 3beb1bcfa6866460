import { type ReactNode, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { formatFixed } from '#shared/quantity/format.ts';
import { firstMoving, Movement } from './settle.ts';
import { classes } from './vars.ts';
import './Quantity.css';

export interface QuantityProps {
  /** In the unit that is shown; null when there is none to be trusted. */
  readonly value: number | null;
  readonly unit: string;
  readonly decimals: number;
  /** Instead of digits: the instrument answered, but not with a number ("overload"). */
  readonly word?: string | null;
  readonly size: 'xxl' | 'xl' | 'l' | 'm' | 's' | 'xs';
  /** Keeps a place for the sign, so that digits stand still while a reading wavers around zero. */
  readonly signed?: boolean;
  /**
   * `live`: digits that moved in the last second are dim. `stale`: the last value, underlined by dashes (say its age
   * beside it). `unknown`: no number at all, whatever `value` says. `plain`: a number that is not a reading.
   */
  readonly state: 'live' | 'pending' | 'stale' | 'unknown' | 'plain';
}

/** A number with its unit, drawn so that its digits say how far to trust them. */
export function Quantity(props: QuantityProps): ReactNode {
  const { unit, size, word = null } = props;
  return word !== null && props.state !== 'unknown' ? (
    <span className={classes('ui-q', 'word', size, props.state)}>
      <span className="ui-q-digits">{word}</span>
      <span className="ui-q-unit">{unit}</span>
    </span>
  ) : (
    <Digits {...props} />
  );
}

function Digits(props: QuantityProps): ReactNode {
  const { unit, size } = props;
  const state = props.value === null ? 'unknown' : props.state;
  const text = formatFixed(state === 'unknown' ? null : props.value, props.decimals);
  const negative = text.startsWith('\u2212') && state !== 'unknown';
  const digits = negative ? text.slice(1) : text;
  const dimFrom = useSettling(state === 'live' ? props.value : null, digits);
  return (
    <span className={classes('ui-q', size, state)}>
      <span className="ui-sr">{state === 'unknown' ? 'unknown' : `${text} ${unit}`}</span>
      <span className="ui-q-digits" aria-hidden="true">
        {(negative || props.signed) && <span className="ui-q-sign">{negative ? '\u2212' : ''}</span>}
        {digits.slice(0, dimFrom)}
        {dimFrom < digits.length && <i>{digits.slice(dimFrom)}</i>}
      </span>
      <span className="ui-q-unit" aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}

/** The place from which digits are dim. */
function useSettling(value: number | null, text: string): number {
  const [movement] = useState(() => new Movement());
  // Before the paint: a digit is never drawn bright first and dim a moment later.
  useLayoutEffect(() => movement.take(value), [movement, value]);
  const moved = useSyncExternalStore(movement.subscribe, movement.moved);
  return value === null ? text.length : firstMoving(text, moved);
}
