import { type ReactNode, useState } from 'react';
import { useLive, useNow } from '#renderer/stores/hooks.ts';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Plot } from '#renderer/ui/Plot.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';
import { freshness } from './freshness.ts';
import { useTrend } from './use-trend.ts';

const spans = [
  { value: 'minute', label: '1 min', ms: 60_000 },
  { value: 'five', label: '5 min', ms: 300_000 },
  { value: 'hour', label: '1 h', ms: 3_600_000 },
] as const;
type Span = (typeof spans)[number]['value'];

/** How volts and amperes went, on one time axis, all channels. */
export function TrendPanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const [span, setSpan] = useState<Span>('minute');
  const live = useLive(instrument.id);
  const now = useNow(250);
  const chosen = spans.find(({ value }) => value === span) ?? spans[0];
  const channels = instrument.channels.map(({ channel }) => channel);
  const trend = useTrend(instrument.id, channels, live, chosen.ms, now);
  const lines = instrument.channels.map(({ channel, label }) => {
    const state = live?.channels.find((each) => each.channel === channel);
    return { channel, label, current: freshness(live, state, now).kind === 'live' };
  });
  const volts = Math.min(...instrument.channels.map(({ voltage }) => voltage.resolution));
  const amps = Math.min(...instrument.channels.map(({ current }) => current.resolution));
  const answers =
    live !== null && live.link !== 'unreachable' && live.link !== 'closed' && live.link !== 'connecting';
  const rate = !answers
    ? ''
    : `, ${formatFixed(1000 / live.periodMs, live.periodMs > 1000 ? 1 : 0)} readings/s`;
  return (
    <Panel
      title="Trend"
      icon="trend"
      className="bench-trend"
      note={`${instrument.name}${rate}`}
      actions={
        <>
          {trend.fault !== null && (
            <StateWord kind="warning">Past not shown: {trend.fault.message}</StateWord>
          )}
          <Segmented label="Span of the trend" small options={spans} value={span} onChange={setSpan} />
        </>
      }
    >
      <div className="bench-plots">
        <Plot
          label={`Voltage over the last ${chosen.label}`}
          lines={lines}
          data={trend.voltage}
          span={chosen.ms / 1000}
          unit="V"
          decimals={decimalsFor(volts)}
          least={volts * 40}
        />
        <Plot
          label={`Current over the last ${chosen.label}`}
          lines={lines}
          data={trend.current}
          span={chosen.ms / 1000}
          unit="A"
          decimals={decimalsFor(amps)}
          least={amps * 40}
          times
        />
      </div>
    </Panel>
  );
}
