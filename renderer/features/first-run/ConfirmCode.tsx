import { type ReactNode, useState } from 'react';
import type { Call } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeField } from '#renderer/ui/CodeField.tsx';
import type { Kept } from '#shared/contract/accounts.ts';
import { Refusal } from './Refusal.tsx';
import { t } from '#shared/language/t.ts';

export interface ConfirmProps {
  readonly call: Call;
  /** Sends the code. */
  readonly confirm: (code: string) => Promise<Kept>;
  readonly onKept: (kept: Kept) => void;
  readonly onBack: () => void;
}

/** The code that proves that the app has the key. It is sent with the sixth digit. */
export function ConfirmCode(props: ConfirmProps): ReactNode {
  const { call } = props;
  const [code, setCode] = useState('');
  const send = async (digits: string): Promise<void> => {
    if (digits.length < 6 || call.busy) return;
    const kept = await call.run(() => props.confirm(digits));
    if (kept === null) setCode('');
    else props.onKept(kept);
  };
  return (
    <form
      className="fr-confirm"
      onSubmit={(event) => {
        event.preventDefault();
        void send(code);
      }}
    >
      <CodeField
        label={t`Code from the app`}
        value={code}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
        autoFocus
      />
      <div className="fr-foot">
        <span className="ui-grow" />
        <Button look="quiet" onPress={props.onBack}>
          {t`Start over`}
        </Button>
        <Button look="primary" size="large" type="submit" shortcut="Enter" disabled={code.length < 6}>
          {call.busy ? t`Checking…` : t`Confirm`}
        </Button>
      </div>
      <Refusal call={call} />
    </form>
  );
}
