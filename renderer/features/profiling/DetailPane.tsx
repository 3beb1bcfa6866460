import type { ReactNode } from 'react';
import { Panel } from '#renderer/ui/Panel.tsx';
import type { Overview, SpanKey, Window } from '#shared/contract/profiling.ts';
import { InstrumentPane } from './instrument/InstrumentPane.tsx';
import { SpanPane } from './instrument/SpanPane.tsx';
import { spanId } from './spans/order.ts';
import { t } from '#shared/language/t.ts';

/** Beside the spans: the one that is chosen. */
export function DetailPane(props: {
  readonly overview: Overview | null;
  readonly selected: SpanKey | null;
  readonly window: Window;
  readonly onOpen: (key: SpanKey) => void;
}): ReactNode {
  const { overview, window } = props;
  const key = props.selected;
  const row = key === null ? undefined : overview?.spans.find((each) => spanId(each.key) === spanId(key));
  if (key?.kind === 'exchange' && key.instrument !== null)
    return (
      <InstrumentPane
        span={{ ...key, instrument: key.instrument }}
        name={row?.instrumentName ?? overview?.slowest?.instrumentName ?? key.instrument}
        window={window}
        onOpen={() => props.onOpen(key)}
      />
    );
  if (row !== undefined && overview !== null) return <SpanPane row={row} at={overview.at} window={window} />;
  return (
    <Panel title={key?.name ?? t`One span`} icon="trend" className="pf-detail">
      <p className="ui-mute" role="status">
        {overview === null
          ? t`Nothing is known of it now.`
          : key === null
            ? t`Choose a span to see how its time is spread.`
            : t`It is not among the spans of this time. Choose a longer time.`}
      </p>
    </Panel>
  );
}
