import type { ReactNode } from 'react';
import type { ReadingView } from '#renderer/features/bench/reading-view.ts';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import type { Quantity as QuantityOf } from '#shared/contract/channels.ts';
import type { Statistics } from '#shared/contract/tally.ts';
import { statisticViews } from './statistics-view.ts';
import './tally.css';
import { t } from '#shared/language/t.ts';

/** Least, mean, most and deviation of the readings of a meter, beside the reading. */
export function StatisticsList(props: {
  readonly quantity: QuantityOf;
  readonly statistics: Statistics | null;
  readonly view: Pick<ReadingView, 'power' | 'unit' | 'decimals'>;
}): ReactNode {
  return (
    <dl className="bench-ends">
      {statisticViews(props.quantity, props.statistics, props.view).map(({ name, ...shown }) => (
        <div key={name}>
          {name === '\u03c3' ? (
            <dt className="bench-sigma">
              <span aria-hidden="true">{name}</span>
              <span className="ui-sr">{t`Standard deviation`}</span>
            </dt>
          ) : (
            <dt className="ui-legend">{name}</dt>
          )}
          <dd>
            <Quantity {...shown} size="s" state={shown.value === null ? 'unknown' : 'plain'} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
