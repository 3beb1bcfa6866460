import { type ReactNode, useMemo } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { windowWords } from '#renderer/features/profiling/tabs.ts';
import { useInstruments, useInstrumentsKnown, useNow } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { InstrumentFigures, SpanRow, Window } from '#shared/contract/profiling.ts';
import { CommandList } from './CommandList.tsx';
import { exchangesText } from './facts.ts';
import { Findings } from './Findings.tsx';
import { Histogram } from './Histogram.tsx';
import { instrumentLines } from './figure-lines.ts';
import { InstrumentList } from './InstrumentList.tsx';
import { PercentileTable } from './PercentileTable.tsx';
import { pickable } from './pickable.ts';
import { SeriesChart } from './SeriesChart.tsx';
import { useInstrument } from './use-instrument.ts';
import { t } from '#shared/language/t.ts';

export interface Chosen {
  readonly instrument: string | null;
  /** Null: all commands together. */
  readonly command: string | null;
}

/** How one instrument answers: by command, over time, and what to change. */
export function InstrumentView(props: {
  readonly spans: readonly SpanRow[];
  readonly window: Window;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}): ReactNode {
  return (
    <Panel
      title={t`How instruments answer`}
      icon="meter"
      className="pf-time"
      flush
      note={t`Times of ${windowWords[props.window]}`}
    >
      <Body {...props} />
    </Panel>
  );
}

function Body(props: Parameters<typeof InstrumentView>[0]): ReactNode {
  const { spans, window, chosen, onChoose } = props;
  const known = useInstrumentsKnown();
  const instruments = useInstruments();
  const picks = useMemo(() => pickable(instruments, spans), [instruments, spans]);
  const at = picks.some(({ id }) => id === chosen.instrument) ? chosen.instrument : (picks[0]?.id ?? null);
  const command = at === chosen.instrument ? chosen.command : null;
  const { value, fault, old } = useInstrument(at, command, window);
  if (picks.length === 0)
    return (
      <p className="pf-empty" role="status">
        {known ? (
          <>
            <b>{t`No instrument is on the bench.`}</b>{' '}
            {t`Connect one on the Bench (F1); what it is asked is measured from the first exchange on.`}
          </>
        ) : (
          t`Asking the console for its instruments…`
        )}
      </p>
    );
  return (
    <div className="pf-instrument">
      <div className="pf-picks">
        <InstrumentList
          picks={picks}
          value={at}
          onChange={(instrument) => onChoose({ instrument, command: null })}
        />
        <CommandList
          figures={value}
          value={command}
          onChange={(next) => onChoose({ instrument: at, command: next })}
        />
      </div>
      <FaultNote fault={fault} again />
      {value === null ? (
        fault === null && (
          <p className="pf-empty" role="status">
            {t`Asking for its times…`}
          </p>
        )
      ) : value.exchanges === 0 && value.series.every(({ count }) => count === 0) ? (
        <p className="pf-empty" role="status">
          <b>
            {value.command === null
              ? t`${value.name} was not asked anything in ${windowWords[window]}.`
              : t`${value.name} was not asked ${value.command} in ${windowWords[window]}.`}
          </b>{' '}
          {t`Choose a longer time or another command.`}
        </p>
      ) : (
        <Known figures={value} old={old} />
      )}
    </div>
  );
}

function Known(props: { readonly figures: InstrumentFigures; readonly old: boolean }): ReactNode {
  const { figures, old } = props;
  const beat = useNow(1000);
  const now = figures.series.at(-1)?.at ?? beat;
  const what = figures.command ?? t`all commands`;
  return (
    <>
      <div
        className={classes('pf-charts', old && 'pf-old')}
        role="group"
        aria-label={t`Charts`}
        aria-busy={old}
        tabIndex={0}
      >
        <h3>
          {figures.name} <span className="ui-mono">{what}</span>
          <span className="ui-dim">{exchangesText(figures.exchanges)}</span>
        </h3>
        <Histogram figures={figures} />
        <PercentileTable figures={figures} />
        <SeriesChart
          label={t`Times of ${figures.name}, ${what}, over the last ten minutes`}
          lines={instrumentLines(figures)}
          now={now}
        />
      </div>
      <Findings figures={figures} />
    </>
  );
}
