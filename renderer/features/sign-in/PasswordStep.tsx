import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { Trouble } from './Trouble.tsx';
import { t } from '#shared/language/t.ts';

/** Name and password. Which of the two was wrong is never said. */
export function PasswordStep({
  host,
  onStranded,
}: {
  readonly host: string;
  readonly onStranded: () => void;
}): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const passwordInput = useRef<HTMLInputElement>(null);
  const nameInput = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wait > 0 || call.busy) return;
    if (name.trim() === '') return nameInput.current?.focus();
    if (password === '') return passwordInput.current?.focus();
    const answer = await call.run(() => client.accounts.signInPassword({ name, password }));
    // Right: the account stream brings the next step.
    if (answer === null) passwordInput.current?.select();
  };
  return (
    <form className="sign-form" onSubmit={(event) => void submit(event)}>
      <h1>{t`Sign in to ${host}`}</h1>
      <TextField
        label={t`Name`}
        name="username"
        value={name}
        onChange={setName}
        autoComplete="username"
        autoFocus
        maxLength={64}
        inputRef={nameInput}
      />
      <PasswordField
        label={t`Password`}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        inputRef={passwordInput}
      />
      <Trouble fault={call.fault} wait={wait} />
      <Button look="primary" size="large" type="submit" shortcut="Enter" wide disabled={wait > 0}>
        {call.busy ? t`Checking…` : t`Continue`}
      </Button>
      <p className="sign-quiet">{t`Phone lost? After the password, a recovery code opens the door once.`}</p>
      <div className="sign-row">
        <Button look="quiet" onPress={onStranded}>
          {t`Nobody can sign in any more`}
        </Button>
      </div>
    </form>
  );
}
