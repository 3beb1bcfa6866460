import type { ReactNode } from 'react';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { quantityUnits } from '#shared/contract/channels.ts';
import { atPower } from '#shared/quantity/engineering.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { measuredNow, readingOrder } from './glance.ts';
import { Reading, type ReadingsProps, viewOf } from './Reading.tsx';
import { readingName } from './reading-view.ts';
import './readings.css';

/** What a channel measures: the first reading largest, the rest small. */
export function Readings(props: ReadingsProps): ReactNode {
  const { look, info, facts, fresh } = props;
  if (look.oneReading) return <OneReading {...props} />;
  const { big, small } = readingOrder(look, info);
  const [first] = big;
  if (first === undefined) return null;
  const minute = facts[first]?.range ?? null;
  const { power, decimals, unit } = viewOf(props, first);
  // Where two of them have one unit, it does not say which is which.
  const units = new Set(big.map((quantity) => quantityUnits[quantity]));
  const named = units.size < big.length;
  return (
    <div className="bench-readings">
      {big.map((quantity, place) => (
        <Reading
          key={quantity}
          {...props}
          quantity={quantity}
          size={place === 0 ? 'xl' : 'l'}
          name={named ? readingName(quantity, true) : null}
        />
      ))}
      <div className="bench-watts">
        {small.map((quantity) => {
          const view = viewOf(props, quantity);
          return (
            <Quantity
              key={quantity}
              value={view.value}
              word={view.word}
              unit={view.unit}
              decimals={view.decimals}
              size="s"
              state={fresh}
            />
          );
        })}
        {fresh !== 'unknown' && minute !== null && (
          <span className="bench-minute">
            60 s: {formatFixed(atPower(minute[0], power), decimals)} to{' '}
            {formatFixed(atPower(minute[1], power), decimals)} {unit}
          </span>
        )}
      </div>
    </div>
  );
}

/** The one reading of a meter, as large as there is room, with its least and most of the last minute. */
function OneReading(props: ReadingsProps): ReactNode {
  const { info, state, facts, fresh } = props;
  const quantity = measuredNow(info, state) ?? info.readings[0]?.quantity;
  if (quantity === undefined) return null;
  const known = measuredNow(info, state) !== null;
  const view = viewOf(props, quantity);
  const range = facts[quantity]?.range ?? null;
  const ends = [
    ['Min', range?.[0] ?? null],
    ['Max', range?.[1] ?? null],
  ] as const;
  return (
    <div className="bench-meter">
      <Reading {...props} quantity={quantity} size="xxl" fresh={known ? fresh : 'unknown'} />
      <dl className="bench-ends">
        {ends.map(([word, value]) => (
          <div key={word}>
            <dt className="ui-legend">{word}</dt>
            <dd>
              <Quantity
                value={value === null ? null : atPower(value, view.power)}
                unit={view.unit}
                decimals={view.decimals}
                size="m"
                state={known && fresh !== 'unknown' ? 'plain' : 'unknown'}
              />
            </dd>
          </div>
        ))}
        <div>
          <dt className="ui-legend">Over</dt>
          <dd className="ui-mute">the last 60 s</dd>
        </div>
      </dl>
    </div>
  );
}
