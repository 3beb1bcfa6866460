import { type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Call } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeField } from '#renderer/ui/CodeField.tsx';
import { Message } from '#renderer/ui/Message.tsx';

/** The code that proves that the app has the key. It is sent with the sixth digit. */
export function ConfirmCode(props: {
  readonly call: Call;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onBack: () => void;
  readonly autoFocus?: boolean;
}): ReactNode {
  const client = useClient();
  const { call } = props;
  const [code, setCode] = useState('');
  const send = async (digits: string): Promise<void> => {
    if (digits.length < 6 || call.busy) return;
    const answer = await call.run(() => client.accounts.firstRunConfirm({ code: digits }));
    if (answer === null) setCode('');
    else props.onCodes(answer.recoveryCodes);
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
        label="Code from the app"
        value={code}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
        autoFocus={props.autoFocus ?? true}
      />
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
      <div className="fr-foot">
        <span className="ui-grow" />
        <Button look="quiet" onPress={props.onBack}>
          Start over
        </Button>
        <Button look="primary" size="large" type="submit" shortcut="Enter" disabled={code.length < 6}>
          {call.busy ? 'Checking…' : 'Confirm'}
        </Button>
      </div>
    </form>
  );
}
