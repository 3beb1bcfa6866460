import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient, useNow } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeField } from '#renderer/ui/CodeField.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { Trouble } from './Trouble.tsx';
import { t } from '#shared/language/t.ts';

const stepSeconds = 30;

/** The code from the authenticator app. It is sent with the sixth digit. */
export function CodeStep({ onRecovery }: { readonly onRecovery: () => void }): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const [code, setCode] = useState('');

  const send = async (digits: string): Promise<void> => {
    if (digits.length !== 6 || wait > 0 || call.busy) return;
    const answer = await call.run(() => client.accounts.signInCode({ code: digits }));
    // A code that failed is of no use any more.
    if (answer === null) setCode('');
  };
  return (
    <form
      className="sign-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send(code);
      }}
    >
      <h1>{t`Type the code from your app`}</h1>
      <p className="ui-mute">{t`The password was right. The code changes every 30 seconds.`}</p>
      <CodeField
        label={t`Code from the app`}
        value={code}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
        autoFocus
      />
      <CodeClock />
      <Trouble fault={call.fault} wait={wait} />
      <Button
        look="primary"
        size="large"
        type="submit"
        shortcut="Enter"
        wide
        disabled={wait > 0 || code.length < 6}
      >
        {call.busy ? t`Checking…` : t`Sign in`}
      </Button>
      <div className="sign-row">
        <Button look="quiet" onPress={() => void call.run(() => client.accounts.signInCancel({}))}>
          {t`Back`}
        </Button>
        <Button look="quiet" icon="key" onPress={onRecovery}>
          {t`Use a recovery code`}
        </Button>
      </div>
    </form>
  );
}

/** How long the code on the phone still holds, by this PC's clock. */
function CodeClock(): ReactNode {
  const now = useNow(1000);
  const left = stepSeconds - (Math.floor(now / 1000) % stepSeconds);
  return (
    <div className="sign-clock">
      <Ruler to={stepSeconds} value={left} slim />
      <span className="ui-dim" aria-hidden="true">
        {t`New code in ${left} s, by the clock of this PC`}
      </span>
    </div>
  );
}
