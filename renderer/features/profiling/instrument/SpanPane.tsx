import type { ReactNode } from 'react';
import { percentText, rateText, timeText } from '#renderer/features/profiling/ms-text.ts';
import { windowWords } from '#renderer/features/profiling/tabs.ts';
import { shareOf } from '#renderer/features/profiling/spans/order.ts';
import { VerdictWord } from '#renderer/features/profiling/spans/span-columns.tsx';
import { kindWord } from '#renderer/features/profiling/traces/kinds.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import type { SpanRow, Window } from '#shared/contract/profiling.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { spanLines } from './figure-lines.ts';
import { SeriesChart } from './SeriesChart.tsx';
import { t } from '#shared/language/t.ts';

/** A span of the console that is chosen: how its time went over the last ten minutes, and its numbers. */
export function SpanPane(props: {
  readonly row: SpanRow;
  readonly at: number;
  readonly window: Window;
}): ReactNode {
  const { row, at, window } = props;
  const facts: readonly (readonly [string, string])[] = [
    ['p50', timeText(row.p50)],
    ['p95', timeText(row.p95)],
    ['p99', timeText(row.p99)],
    [t`Longest`, timeText(row.max)],
    [t`Rate`, `${rateText(row.rate)}/s`],
    [t`Times`, formatFixed(row.count, 0)],
    [t`Failed`, formatFixed(row.errors, 0)],
    [t`Share of time`, percentText(shareOf(row))],
  ];
  return (
    <Panel
      title={row.key.name}
      icon="trend"
      className="pf-detail"
      note={kindWord(row.key.kind)}
      actions={<VerdictWord verdict={row.verdict} />}
    >
      <div className="pf-detail-body" role="group" aria-label={t`Charts`} tabIndex={0}>
        <SeriesChart
          label={t`95th percentile of ${row.key.name} over the last ten minutes`}
          lines={spanLines(row, at)}
          now={at}
        />
        <dl className="pf-numbers" aria-label={t`Numbers of ${windowWords[window]}`}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="ui-read">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}
