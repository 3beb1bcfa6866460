import { type ReactNode, useMemo } from 'react';
import { Plot, type PlotData } from '#renderer/ui/Plot.tsx';
import type { DischargeRun } from '#shared/contract/discharge.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { t } from '#shared/language/t.ts';

/** The smallest span of the axes: less than this many seconds and volts is noise. */
const leastSeconds = 1;
const leastVolts = 0.1;

/** The voltage of the battery over the time of its test, and how far it is from the cut-off. */
export function DischargeCurve({ run }: { readonly run: DischargeRun }): ReactNode {
  const { curve } = run;
  const { cutOff } = run.wish;
  const last = curve.seconds.at(-1) ?? 0;
  const data = useMemo<PlotData>(
    () => [
      [...curve.seconds].map((second) => second - (curve.seconds.at(-1) ?? 0)),
      [...curve.volts].map((volts) => (Number.isNaN(volts) ? null : volts)),
      [...curve.seconds].map(() => cutOff),
    ],
    [curve, cutOff],
  );
  const running = run.phase === 'running';
  return (
    <div className="bench-discharge-curve">
      <Plot
        label={t`Voltage of the battery over ${formatDuration(last * 1000)}`}
        lines={[
          {
            channel: null,
            label: running ? t`Battery` : t`Battery at the end`,
            current: !running || run.volts !== null,
          },
          { channel: null, label: t`Cut-off`, current: true, guide: true },
        ]}
        data={data}
        span={Math.max(last, leastSeconds)}
        unit="V"
        decimals={3}
        least={leastVolts}
      />
      <div className="bench-discharge-times ui-dim" aria-hidden="true">
        <span>0 s</span>
        <span>{formatDuration(last * 1000)}</span>
      </div>
    </div>
  );
}
