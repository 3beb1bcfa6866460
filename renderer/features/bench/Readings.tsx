import type { ReactNode } from 'react';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { quantityUnits } from '#shared/contract/channels.ts';
import type { Statistics } from '#shared/contract/tally.ts';
import { atPower } from '#shared/quantity/engineering.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { measuredFirst, measuredNow, readingOrder } from './glance.ts';
import { Reading, type ReadingsProps, viewOf } from './Reading.tsx';
import { readingName } from './reading-view.ts';
import { StatisticsList } from './tally/StatisticsList.tsx';
import './readings.css';
import { t } from '#shared/language/t.ts';

interface AllReadingsProps extends ReadingsProps {
  /** Of the one reading of a meter; null where there are none. */
  readonly statistics: Statistics | null;
}

/** What a channel measures: the first reading largest, the rest small. */
export function Readings(props: AllReadingsProps): ReactNode {
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
            {t`60 s: ${formatFixed(atPower(minute[0], power), decimals)} to ${formatFixed(atPower(minute[1], power), decimals)} ${unit}`}
          </span>
        )}
      </div>
    </div>
  );
}

/** The one reading of a meter, as large as there is room, with its statistics. */
function OneReading(props: AllReadingsProps): ReactNode {
  const { info, state, fresh, statistics } = props;
  const quantity = measuredFirst(info, state);
  if (quantity === undefined) return null;
  const known = measuredNow(info, state) !== null;
  // What was counted is known also while nothing can be read.
  const counted = statistics?.quantity ?? quantity;
  return (
    <div className="bench-meter">
      <Reading {...props} quantity={quantity} size="xxl" fresh={known ? fresh : 'unknown'} />
      <StatisticsList quantity={counted} statistics={statistics} view={viewOf(props, counted)} />
    </div>
  );
}
