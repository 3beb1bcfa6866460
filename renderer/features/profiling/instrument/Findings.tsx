import type { ReactNode } from 'react';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { timeText } from '#renderer/features/profiling/ms-text.ts';
import { Note } from './Advice.tsx';
import { factsOf, periodText } from './facts.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Beside the charts: what goes wrong, how regular the polls are, and what to change, with the reason. */
export function Findings({ figures }: { readonly figures: InstrumentFigures }): ReactNode {
  const { pollMs, settleMs, note } = figures.advice;
  return (
    <div className="pf-findings" role="group" aria-label={t`What was found`} tabIndex={0}>
      <Note figures={figures} />
      <dl className="pf-stats">
        {factsOf(figures).map(({ name, value, note: of, tone }) => (
          <div key={name} className={tone}>
            <dt className="ui-legend">{name}</dt>
            <dd>
              <b className="ui-read">{value}</b>
              <span>{of}</span>
            </dd>
          </div>
        ))}
      </dl>
      <section className="pf-advice" aria-labelledby="pf-advice">
        <h3 id="pf-advice">{t`What to change`}</h3>
        {pollMs === null && settleMs === null && note === null && (
          <p>
            <StateWord kind="ok">{t`Nothing`}</StateWord>{' '}
            {t`No setting would make it answer sooner, by what was measured so far.`}
          </p>
        )}
        {pollMs !== null && (
          <Setting name={t`Poll`} value={periodText(pollMs.value)} why={said(pollMs.why)} />
        )}
        {settleMs !== null && (
          <Setting name={t`Settle`} value={timeText(settleMs.value)} why={said(settleMs.why)} />
        )}
      </section>
    </div>
  );
}

function Setting(props: { readonly name: string; readonly value: string; readonly why: string }): ReactNode {
  return (
    <div className="pf-setting">
      <span className="ui-legend">{props.name}</span>
      <b className="ui-read">{props.value}</b>
      <p>{props.why}</p>
    </div>
  );
}
