import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { FaultShape } from '#shared/faults.ts';
import { canConfirm, faultRemedy, faultWord } from './fault-words.ts';
import { t } from '#shared/language/t.ts';

export interface FaultViewProps {
  readonly fault: FaultShape;
  /** The command that was sent, as it is named on a button. */
  readonly text: string;
  /** What it may have been meant to be; null when nothing is like it. */
  readonly near: string | null;
  /** `offer`: it can be confirmed now. `forbidden`: by somebody else. `past`: other things have been sent since. */
  readonly confirm: 'offer' | 'forbidden' | 'past';
  readonly onConfirm: () => void;
  readonly onTry: (text: string) => void;
}

/** A fault in its place: what happened, then what to do. */
export function FaultView(props: FaultViewProps): ReactNode {
  const { fault, near } = props;
  const { kind, word } = faultWord(fault);
  const asks = canConfirm(fault);
  const raw = fault.details['text'];
  const unsaid = typeof raw === 'string' && !fault.message.includes(raw);
  return (
    <div className="terminal-fault">
      <p>
        <StateWord kind={kind}>{word}</StateWord> {fault.message}
      </p>
      {unsaid && (
        <p className="terminal-text ui-mono bad">
          {fault.details['code']},"{raw}"
        </p>
      )}
      {asks && props.confirm === 'offer' ? (
        <>
          <p className="ui-mute">
            {t`If it is sent anyway, setpoints and outputs are read back afterwards, and an output outside its envelope is switched off. It is recorded as confirmed by you.`}
          </p>
          <Button size="small" look="danger" onPress={props.onConfirm}>
            {t`Send ${props.text.length > 40 ? `${props.text.slice(0, 40)}…` : props.text} anyway`}
          </Button>
        </>
      ) : asks && props.confirm === 'forbidden' ? (
        <p className="ui-mute">
          {t`Operators and administrators may confirm it. An administrator gives the role, or changes the envelope.`}
        </p>
      ) : asks ? (
        <p className="ui-mute">{t`Other commands have been sent since. Send it again to confirm it.`}</p>
      ) : (
        <p className="ui-mute">{faultRemedy(fault)}</p>
      )}
      {near !== null && (
        <p className="ui-mute terminal-near">
          {t`The driver lists a command that is spelled much like it:`}
          <Button size="small" onPress={() => props.onTry(near)}>
            {near}
          </Button>
        </p>
      )}
    </div>
  );
}
