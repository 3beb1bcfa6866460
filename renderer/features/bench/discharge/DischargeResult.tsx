import type { ReactNode } from 'react';
import { saveFile } from '#renderer/stores/save-file.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { DischargeRun } from '#shared/contract/discharge.ts';
import { DischargeCurve } from './DischargeCurve.tsx';
import { figuresOf } from './figures.ts';
import { curveFileName, curveText, resultText, sayEnd } from './result.ts';
import { t } from '#shared/language/t.ts';

interface DischargeResultProps {
  /** Of the instrument, for the text and the file. */
  readonly name: string;
  readonly run: DischargeRun;
}

/** A test that runs, or the last one: its numbers, its curve, and once it is over why, with what can be taken along. */
export function DischargeResult({ name, run }: DischargeResultProps): ReactNode {
  const end = sayEnd(run);
  return (
    <>
      {end !== null && (
        <Message tone={end.tone} title={end.title}>
          {end.text}
        </Message>
      )}
      <dl className="bench-discharge-figures">
        {figuresOf(run).map(({ label, value, note }) => (
          <div key={label}>
            <dt className="ui-legend">{label}</dt>
            <dd className="ui-read">{value}</dd>
            {note !== undefined && <dd className="ui-dim">{note}</dd>}
          </div>
        ))}
      </dl>
      {run.curve.seconds.length > 1 && <DischargeCurve run={run} />}
      {run.phase === 'ended' && (
        <div className="bench-discharge-acts">
          <CopyButton size="small" text={resultText(name, run)}>
            {t`Copy the result`}
          </CopyButton>
          <Button
            size="small"
            icon="save"
            disabled={run.curve.seconds.length === 0}
            onPress={() => saveFile(curveFileName(name, run.startedAt), curveText(run))}
          >
            {t`Save the curve (CSV)`}
          </Button>
        </div>
      )}
    </>
  );
}
