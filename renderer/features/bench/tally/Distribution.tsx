import { type ReactNode, useId } from 'react';
import type { ReadingView } from '#renderer/features/bench/reading-view.ts';
import { whenText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import type { Statistics } from '#shared/contract/tally.ts';
import { atPower } from '#shared/quantity/engineering.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { type BarsView, barsOf } from './bars.ts';
import './tally.css';
import { t } from '#shared/language/t.ts';

interface DistributionProps {
  readonly statistics: Statistics | null;
  /** How the reading is drawn. */
  readonly view: Pick<ReadingView, 'power' | 'unit' | 'decimals'>;
  /** Epoch ms. */
  readonly now: number;
  readonly mayControl: boolean;
  readonly onReset: () => void;
}

/** How the readings of a meter are distributed, since when, and how many they are. */
export function Distribution(props: DistributionProps): ReactNode {
  const { statistics, view, now } = props;
  const heading = useId();
  const count = statistics?.count ?? 0;
  const overloads = statistics?.overloads ?? 0;
  const facts = [
    [t`Since`, statistics === null ? '\u2212' : whenText(statistics.since, now)],
    [t`Readings`, formatFixed(count, 0)],
    ...(overloads > 0 ? [[t`Overloads`, formatFixed(overloads, 0)]] : []),
  ] as const;
  return (
    <section className="bench-topic bench-distribution" aria-labelledby={heading}>
      <div className="bench-topic-head">
        <h4 id={heading} className="ui-legend">
          {t`Statistics`}
        </h4>
        <ul className="bench-topic-facts">
          {facts.map(([label, value]) => (
            <li key={label}>
              <span className="ui-dim">{label}</span> <span className="ui-read">{value}</span>
            </li>
          ))}
        </ul>
        <span className="ui-grow" />
        {props.mayControl && (
          <Button size="small" look="quiet" label={t`Reset the statistics`} onPress={props.onReset}>
            {t`Reset`}
          </Button>
        )}
      </div>
      <Drawing statistics={statistics} view={view} />
    </section>
  );
}

function Drawing({ statistics, view }: Pick<DistributionProps, 'statistics' | 'view'>): ReactNode {
  const { power, unit, decimals } = view;
  const { histogram = null, mean = null, count = 0 } = statistics ?? {};
  const drawn = histogram === null ? null : barsOf(histogram, 10 ** (power - decimals));
  const say = (value: number): string => `${formatFixed(atPower(value, power), decimals)} ${unit}`;
  const label =
    drawn === null
      ? t`Histogram: no reading yet`
      : t`Histogram of ${formatFixed(count, 0)} readings, most of them, ${formatFixed(drawn.most, 0)}, around ${say(drawn.mostAt)}`;
  const half = drawn === null ? 0 : (drawn.to - drawn.from) / drawn.places / 2;
  const meanAt = drawn === null || mean === null ? null : (mean - drawn.from) / (drawn.to - drawn.from);
  return (
    <figure className="bench-bars" aria-label={label} style={vars({ '--x': meanAt ?? 0 })}>
      <div className={classes('bench-bars-well', drawn === null && 'empty')} aria-hidden="true">
        {drawn === null ? (
          <span className="ui-dim">{t`No reading yet.`}</span>
        ) : (
          <>
            <Bars drawn={drawn} />
            <span className="bench-bars-most">{formatFixed(drawn.most, 0)}</span>
            {meanAt !== null && <span className="bench-bars-mean" />}
          </>
        )}
      </div>
      <div className="bench-bars-ends" aria-hidden="true">
        <span>{drawn === null ? '\u00a0' : say(drawn.from + half)}</span>
        {meanAt !== null && <span className="bench-bars-legend">{t`mean`}</span>}
        <span>{drawn === null ? '' : say(drawn.to - half)}</span>
      </div>
    </figure>
  );
}

/** A bar that counts anything is seen: at least this part of the highest. */
const leastPart = 0.03;

function Bars({ drawn }: { readonly drawn: BarsView }): ReactNode {
  return (
    <svg viewBox={`0 0 ${drawn.places} 1`} preserveAspectRatio="none">
      {drawn.bars.map(({ place, part }) => {
        const high = Math.max(part, leastPart) * 0.86;
        return <rect key={place} x={place + 0.06} y={1 - high} width={0.88} height={high} />;
      })}
    </svg>
  );
}
