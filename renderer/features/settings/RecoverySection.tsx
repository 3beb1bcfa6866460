import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { t } from '#shared/language/t.ts';

/** Makes a new recovery secret of the console, against the password. Shown once, in this component's memory alone. */
export function RecoverySection(): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const [password, setPassword] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wait > 0) return;
    if (password === '') return input.current?.focus();
    const answer = await call.run(() => client.accounts.renewRecoverySecret({ password }));
    if (answer === null) return input.current?.select();
    setPassword('');
    setSecret(answer.recoverySecret);
  };
  return (
    <form className="policy recovery" onSubmit={(event) => void make(event)}>
      <h2>{t`Recovery secret`}</h2>
      <p className="ui-mute">
        {t`For the lab's safe: with it, whoever owns the data folder makes an administrator anew when nobody can sign in any more. A new one makes the one before void.`}
      </p>
      {secret === null ? (
        <div className="recovery-ask">
          <div className="ui-grow">
            <PasswordField
              label={t`Your password`}
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
              inputRef={input}
            />
          </div>
          <Button size="large" type="submit" disabled={wait > 0}>
            {call.busy ? t`Checking…` : t`Make a new one`}
          </Button>
        </div>
      ) : (
        <Message tone="warn" title={t`Shown once. Write it down before you close this.`}>
          <code className="recovery-secret">{secret}</code>
        </Message>
      )}
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
    </form>
  );
}
