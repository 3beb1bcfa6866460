import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { OutputKey } from '#renderer/ui/OutputKey.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { ChannelInfo, ChannelState } from '#shared/contract/channels.ts';
import type { DischargeRun } from '#shared/contract/discharge.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { dischargeEndWords } from '#shared/discharge/words.ts';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { DischargeForm } from './DischargeForm.tsx';
import { DischargeResult } from './DischargeResult.tsx';
import { sayAmount, sayVolts } from './figures.ts';
import { formOf } from './form-store.ts';
import { testNote, testState, whyNoTest } from './key.ts';
import { endedAsAsked } from './result.ts';
import { useDischarge } from './use-discharge.ts';
import { readWish } from './wish.ts';
import './discharge.css';
import { t } from '#shared/language/t.ts';

interface DischargeSectionProps {
  readonly instrument: Instrument;
  readonly info: ChannelInfo;
  readonly state: ChannelState | undefined;
  /** Nothing is known, and nothing can be set. */
  readonly gone: boolean;
  readonly mayControl: boolean;
  /** Why nothing may be switched on, by the emergency stop. */
  readonly locked: string | null;
}

/** The battery test of a load: closed until it is opened, and in words what runs or ran meanwhile. */
export function DischargeSection(props: DischargeSectionProps): ReactNode {
  const { instrument, info, state, gone, mayControl } = props;
  const form = formOf(useStores(), `${instrument.id} ${info.channel}`);
  const { open, text } = useStore(form);
  const body = useId();
  const heading = useId();
  const test = useDischarge(instrument.id, info.channel);
  const { run } = test;
  const { wish, problems, missing } = readWish(text, info);
  const active = run?.phase === 'running' || run?.phase === 'ending';
  const released = instrument.control === 'local';
  return (
    <div className="bench-further channel">
      <section className="bench-topic discharge" aria-labelledby={heading}>
        <div className="bench-topic-head">
          <h4 id={heading} className="ui-legend">
            {t`Battery test`}
          </h4>
          {!open && run !== undefined && run !== null && <Glance run={run} />}
          <span className="ui-grow" />
          <button
            type="button"
            className="bench-topic-fold"
            aria-expanded={open}
            aria-controls={body}
            aria-label={open ? t`Close battery test of ${info.label}` : t`Open battery test of ${info.label}`}
            onClick={() => form.setState({ open: !open })}
          >
            {open ? t`Close` : t`Open`}
            <Icon name="down" size={14} />
          </button>
        </div>
        <div id={body} className="bench-topic-body" hidden={!open}>
          {open && (
            <>
              {!active && (
                <DischargeForm
                  text={text}
                  problems={problems}
                  disabled={!mayControl}
                  onChange={(typed) => form.setState({ text: typed })}
                />
              )}
              <OutputKey
                name={t`Battery test`}
                state={testState(run, test.starting)}
                note={testNote(run, wish)}
                locked={whyNoTest({ locked: props.locked, gone, released, state, missing, wish })}
                looksOnly={mayControl ? null : t`Your role only looks`}
                onTurn={(on) => {
                  if (!on) test.stop();
                  else if (wish !== null) test.start(wish);
                }}
              />
              <FaultMessage fault={test.fault} onForget={test.forget} />
              {run !== undefined && run !== null && <DischargeResult name={instrument.name} run={run} />}
            </>
          )}
        </div>
        <span className="ui-sr" role="status">
          {run?.phase === 'running' ? t`A battery test runs at ${info.label}.` : ''}
          {/* Opened, the message with the result says it. */}
          {!open && run?.phase === 'ended' && run.end !== null
            ? t`The battery test of ${info.label} has ended. ${dischargeEndWords[run.end.reason]}`
            : ''}
        </span>
      </section>
    </div>
  );
}

/** What runs, or what the last test came to, beside the heading. */
function Glance({ run }: { readonly run: DischargeRun }): ReactNode {
  const unknown = run.phase === 'ended' && run.input !== 'off';
  return (
    <>
      {run.phase !== 'ended' && (
        <StateWord kind={run.phase === 'running' ? 'on' : 'pending'}>
          {run.phase === 'running' ? t`Runs` : t`Ends`}
        </StateWord>
      )}
      {unknown && <StateWord kind="unknown">{t`Input unknown`}</StateWord>}
      {run.phase === 'ended' && !unknown && !endedAsAsked(run) && (
        <StateWord kind="warning">{t`Ended early`}</StateWord>
      )}
      <span className="ui-read bench-discharge-glance">
        {run.phase === 'running' ? `${sayVolts(run.volts)} ` : ''}
        {sayAmount(run.ampHours, 'Ah')}
      </span>
      {run.end !== null && <span className="ui-dim">{dischargeEndWords[run.end.reason]}</span>}
    </>
  );
}
