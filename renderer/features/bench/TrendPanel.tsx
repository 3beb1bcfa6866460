import { type ReactNode, useState } from 'react';
import { useLive, useNow } from '#renderer/stores/hooks.ts';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Plot } from '#renderer/ui/Plot.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Quantity } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { answers, freshness } from './freshness.ts';
import { measuredNow } from './glance.ts';
import { kindLooks } from './kinds.ts';
import { readingName } from './reading-view.ts';
import { trendPlot } from './trend-plot.ts';
import { useTrend } from './use-trend.ts';
import { t } from '#shared/language/t.ts';

const spans = [
  { value: 'minute', label: t`1 min`, ms: 60_000 },
  { value: 'five', label: t`5 min`, ms: 300_000 },
  { value: 'hour', label: '1 h', ms: 3_600_000 },
] as const;
type Span = (typeof spans)[number]['value'];

/** How the main readings of an instrument went, on one time axis, all channels. */
export function TrendPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const [span, setSpan] = useState<Span>('minute');
  const live = useLive(instrument.id);
  const now = useNow(250);
  const chosen = spans.find(({ value }) => value === span) ?? spans[0];
  const channels = instrument.channels.map(({ channel }) => channel);
  const quantities = useQuantities(instrument, live);
  const trend = useTrend(instrument.id, channels, quantities, live, chosen.ms, now);
  const several = instrument.channels.length > 1;
  const lines = instrument.channels.map((info) => {
    const state = live?.channels.find((each) => each.channel === info.channel);
    const fresh = freshness(live, info, state, now, instrument.control === 'local').kind;
    return { channel: several ? info.channel : null, label: info.label, current: fresh === 'live' };
  });
  const rate = !answers(live)
    ? ''
    : t`, ${formatFixed(1000 / live.periodMs, live.periodMs > 1000 ? 1 : 0)} readings/s`;
  const { prefixed } = kindLooks[instrument.kind];
  return (
    <Panel
      title={t`Trend`}
      icon="trend"
      className="bench-trend"
      note={`${instrument.name}${rate}`}
      actions={
        <>
          {trend.fault !== null && (
            <StateWord kind="warning">{t`Past not shown: ${trend.fault.message}`}</StateWord>
          )}
          <Segmented label={t`Span of the trend`} small options={spans} value={span} onChange={setSpan} />
        </>
      }
    >
      <div className={classes('bench-plots', quantities.length > 1 && 'two')}>
        {quantities.map((quantity, place) => {
          const plot = trendPlot(quantity, instrument.channels, trend.data[quantity] ?? [[]], prefixed);
          return (
            <Plot
              key={quantity}
              label={t`${readingName(quantity)} over the last ${chosen.label}`}
              lines={lines}
              data={plot.data}
              span={chosen.ms / 1000}
              unit={plot.unit}
              decimals={plot.decimals}
              least={plot.least}
              times={place === quantities.length - 1}
            />
          );
        })}
      </div>
    </Panel>
  );
}

/** The quantities that are drawn: those of its kind, or what is measured now, or was measured last. */
function useQuantities(instrument: Instrument, live: Live | null): readonly Quantity[] {
  const look = kindLooks[instrument.kind];
  const first = instrument.channels[0];
  const measured =
    look.oneReading && first !== undefined
      ? measuredNow(
          first,
          live?.channels.find(({ channel }) => channel === first.channel),
        )
      : null;
  const [last, setLast] = useState(measured);
  if (measured !== null && measured !== last) setLast(measured);
  if (!look.oneReading)
    return look.trend.filter((quantity) =>
      instrument.channels.some(({ readings }) => readings.some((each) => each.quantity === quantity)),
    );
  const shown = measured ?? last ?? first?.readings[0]?.quantity;
  return shown === undefined ? [] : [shown];
}
