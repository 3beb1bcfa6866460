import type { ReactNode } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { SpanKey, Window } from '#shared/contract/profiling.ts';
import { Note } from './Advice.tsx';
import { exchangesText } from './facts.ts';
import { Histogram } from './Histogram.tsx';
import { PercentileTable } from './PercentileTable.tsx';
import { useInstrument } from './use-instrument.ts';
import { t } from '#shared/language/t.ts';

/** The exchange that is chosen among the spans, beside them: where its time goes, and what stands out. */
export function InstrumentPane(props: {
  readonly span: SpanKey & { readonly instrument: string };
  readonly name: string;
  readonly window: Window;
  readonly onOpen: () => void;
}): ReactNode {
  const { span, window } = props;
  const { value, fault, old } = useInstrument(span.instrument, span.name, window);
  return (
    <Panel
      title={props.name}
      icon="meter"
      className="pf-detail"
      note={<span className="ui-mono">{span.name}</span>}
      actions={
        <>
          {value !== null && <span className="ui-dim pf-head-note">{exchangesText(value.exchanges)}</span>}
          <Button size="small" label={t`All of ${props.name}`} onPress={props.onOpen}>
            {t`Open`}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} again />
      {value === null ? (
        fault === null && <p role="status">{t`Asking for its times…`}</p>
      ) : (
        <div
          className={classes('pf-detail-body', old && 'pf-old')}
          role="group"
          aria-label={t`Charts`}
          aria-busy={old}
          tabIndex={0}
        >
          <Histogram figures={value} />
          <PercentileTable figures={value} />
          <Note figures={value} />
        </div>
      )}
    </Panel>
  );
}
