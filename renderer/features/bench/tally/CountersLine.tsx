import { type ReactNode, useId } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo } from '#shared/contract/channels.ts';
import type { Counters } from '#shared/contract/tally.ts';
import { countersShown, sayCounted } from './counters-words.ts';
import './tally.css';
import { t } from '#shared/language/t.ts';

/** What flowed through an output or an input: energy and charge, over what time, and what is missing in it. */
export function CountersLine(props: {
  readonly info: ChannelInfo;
  readonly counters: Counters | null;
  /** Epoch ms. */
  readonly now: number;
  readonly mayControl: boolean;
  readonly onReset: () => void;
}): ReactNode {
  const { info, counters } = props;
  const heading = useId();
  const { over, gaps } = sayCounted(counters, props.now);
  return (
    <section className="bench-topic bench-counters" aria-labelledby={heading}>
      <div className="bench-topic-head">
        <h4 id={heading} className="ui-legend">
          {t`Counters`}
        </h4>
        <dl className="bench-counted">
          {countersShown(info, counters).map(({ name, text, known }) => (
            <div key={name}>
              <dt className="ui-sr">{name}</dt>
              <dd className={classes('ui-q', 'xs', !known && 'unknown')}>
                <span className="ui-q-digits">{text.number}</span>
                <span className="ui-q-unit">{text.unit}</span>
              </dd>
            </div>
          ))}
        </dl>
        <span className="ui-grow" />
        {props.mayControl && (
          <Button
            size="small"
            look="quiet"
            label={t`Reset the counters of ${info.label}`}
            disabled={counters === null}
            onPress={props.onReset}
          >
            {t`Reset`}
          </Button>
        )}
      </div>
      <p className={classes('bench-counted-over', gaps === null && 'whole')}>
        {over}
        {gaps !== null && (
          <>
            , <span className="bench-gaps">{gaps}</span>
          </>
        )}
      </p>
    </section>
  );
}
