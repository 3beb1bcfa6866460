import type { ReactNode } from 'react';
import { Quantity, type QuantityProps } from '#renderer/ui/Quantity.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import {
  type ChannelInfo,
  type ChannelState,
  PointName,
  type Quantity as QuantityOf,
  quantityUnits,
  resolutionOf,
  settingOf,
} from '#shared/contract/channels.ts';
import { atPower, prefixedUnit, prefixPower } from '#shared/quantity/engineering.ts';
import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';
import type { Freshness } from './freshness.ts';
import type { KindLook } from './kinds.ts';
import { rulingPoint } from './points.ts';
import { type ReadingView, readingView } from './reading-view.ts';
import { roomFor, rulerAround, rulerEnd, waversAroundZero } from './scale.ts';
import { type RelativeView, referenceOf, relativeView } from './tally/relative.ts';
import { type ChannelFacts, noFacts } from './use-readings.ts';
import { t } from '#shared/language/t.ts';

/** What is known of a channel, for its readings. */
export interface ReadingsProps {
  readonly look: KindLook;
  readonly info: ChannelInfo;
  readonly state: ChannelState | undefined;
  readonly facts: ChannelFacts;
  readonly fresh: Freshness['kind'];
}

interface ReadingProps extends ReadingsProps {
  readonly quantity: QuantityOf;
  readonly size: QuantityProps['size'];
  /** Above it, where the unit does not say what it is. */
  readonly name?: string | null;
}

/** A reading of a channel, ready to be drawn. */
export function viewOf(props: ReadingsProps, quantity: QuantityOf): ReadingView {
  const { info, state } = props;
  return readingView(
    quantity,
    state?.readings[quantity],
    resolutionOf(info, quantity) ?? 1,
    lookOf(props, quantity),
  );
}

function lookOf({ state, facts, look }: ReadingsProps, quantity: QuantityOf) {
  const { power, decimals } = facts[quantity] ?? noFacts;
  const over = state?.overload.includes(quantity) ?? false;
  return { prefixed: look.prefixed, before: power, seen: decimals, over };
}

/** As the difference from its reference, where it has one. */
function relativeOf(props: ReadingsProps, quantity: QuantityOf): RelativeView | null {
  const { info, state } = props;
  const reference = referenceOf(state, quantity);
  if (reference === null) return null;
  const resolution = resolutionOf(info, quantity) ?? 1;
  return relativeView(quantity, state?.readings[quantity], reference, resolution, lookOf(props, quantity));
}

/** A big reading on its scale: what it is, what was asked for, how far it moved in a minute, and where the limit bites. */
export function Reading(props: ReadingProps): ReactNode {
  const { quantity, state, facts, fresh, name = null } = props;
  const relative = relativeOf(props, quantity);
  const view = relative?.view ?? viewOf(props, quantity);
  const range = facts[quantity]?.range ?? null;
  const scale = scaleOf(props, range);
  const { held, limit } = scale;
  const pending = held?.state === 'pending';
  // The sign stands in front of the number, and there is no room kept for it.
  const signed = waversAroundZero(state?.readings[quantity] ?? null, range);
  // Nothing is known that could make a scale.
  const blank = scale.max === null && range === null && view.value === null;
  const ends = [scale.from, scale.to].map((end) =>
    sayEnd(end, scale.max === null ? scale.to : null, quantity),
  );
  const steps = decimalsFor(resolutionOf(props.info, quantity) ?? 1);
  const room =
    (scale.max === null ? roomFor(100, Math.min(steps, 5)) + 0.4 : roomFor(scale.max, view.decimals)) +
    (relative === null ? 0 : roomOfDelta);
  return (
    <div className="bench-reading" style={vars({ '--em': room })} data-quantity={quantity}>
      {name !== null && <span className="ui-legend">{name}</span>}
      <div className="bench-digits">
        {relative !== null && <Delta size={props.size} />}
        <Quantity
          value={view.value}
          word={view.word}
          unit={view.unit}
          decimals={view.decimals}
          size={props.size}
          state={fresh}
          signed={signed || relative !== null}
        />
      </div>
      {relative !== null && (
        <p className="bench-difference-from">
          {t`From ${relative.reference}`}
          {fresh !== 'unknown' && relative.reads !== null && t`, reads ${relative.reads}`}
        </p>
      )}
      <Ruler
        from={scale.from}
        to={scale.to}
        value={view.value === null ? null : (state?.readings[quantity] ?? null)}
        setpoint={held === null ? null : pending ? held.was : held.value}
        pending={pending ? held.value : null}
        range={range}
        limit={limit}
        state={fresh === 'live' && view.word !== null ? 'stale' : fresh}
        ends={blank ? ['\u00a0', ''] : [ends[0] ?? '', ends[1] ?? '']}
      />
    </div>
  );
}

/** Room for the sign of a difference, in its own size. */
const roomOfDelta = 0.9;

/** Before a number that is a difference. */
function Delta({ size }: Pick<QuantityProps, 'size'>): ReactNode {
  return (
    <span className={classes('ui-q', 'bench-delta', size)}>
      <span aria-hidden="true">Δ</span>
      <span className="ui-sr">{t`Difference`}</span>
    </span>
  );
}

/** An end of a ruler with its unit; in the prefix of `most`, where that is given. Zero needs none. */
function sayEnd(end: number, most: number | null, quantity: QuantityOf): string {
  if (end === 0) return '0';
  const power = most === null ? 0 : prefixPower(most);
  const value = atPower(end, power);
  const decimals = Math.min(decimalsFor(Number(value.toPrecision(3))), 2);
  return `${formatFixed(value, decimals)} ${prefixedUnit(quantityUnits[quantity], power)}`;
}

/** Ends of the ruler, with what was asked for and the limit on it. `max`: the end of the channel's own range, where it has one. */
function scaleOf({ look, info, state, quantity }: ReadingProps, range: readonly [number, number] | null) {
  const envelope = state?.envelope ?? null;
  const limits = { voltage: 'maxVoltage', current: 'maxCurrent', power: 'maxPower' } as const;
  const limit =
    envelope !== null && (quantity === 'voltage' || quantity === 'current' || quantity === 'power')
      ? envelope[limits[quantity]]
      : null;
  const point = PointName.safeParse(quantity).data;
  const setting = point === undefined ? undefined : settingOf(info, point);
  if (point === undefined || setting === undefined) {
    const [from, to] = rulerAround(state?.readings[quantity] ?? null, range);
    return { from, to, max: null, held: null, limit } as const;
  }
  const ruling = rulingPoint(info, state);
  const held = ruling === null || ruling === point ? (state?.settings[point] ?? null) : null;
  const [, close] = rulerAround(Math.max(held?.value ?? 0, state?.readings[quantity] ?? 0), range);
  const end = look.closeRulers && limit === null ? Math.min(close, setting.max) : setting.max;
  return { from: 0, to: rulerEnd(end, limit), max: setting.max, held, limit } as const;
}
