import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { Trouble } from './Trouble.tsx';
import { t } from '#shared/language/t.ts';

/** A code from the list, when the phone is lost. */
export function RecoveryStep({ onCode }: { readonly onCode: () => void }): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wait > 0 || call.busy) return;
    if (code.trim().length < 6) return input.current?.focus();
    const answer = await call.run(() => client.accounts.signInRecovery({ code }));
    if (answer === null) input.current?.select();
  };
  return (
    <form className="sign-form" onSubmit={(event) => void submit(event)}>
      <h1>{t`Use a recovery code`}</h1>
      <p className="ui-mute">{t`One of the ten codes saved when the account was made. Each works once.`}</p>
      <TextField
        label={t`Recovery code`}
        value={code}
        onChange={setCode}
        placeholder="XXXX-XXXX-XXXX-XXXX"
        help={t`Small letters, spaces and dashes do not matter.`}
        autoComplete="off"
        maxLength={32}
        mono
        autoFocus
        inputRef={input}
      />
      <Trouble fault={call.fault} wait={wait} />
      <Button look="primary" size="large" type="submit" shortcut="Enter" wide disabled={wait > 0}>
        {call.busy ? t`Checking…` : t`Sign in with this code`}
      </Button>
      <div className="sign-row">
        <Button look="quiet" onPress={() => void call.run(() => client.accounts.signInCancel({}))}>
          {t`Back`}
        </Button>
        <Button look="quiet" onPress={onCode}>
          {t`Use the code from the app`}
        </Button>
      </div>
    </form>
  );
}
