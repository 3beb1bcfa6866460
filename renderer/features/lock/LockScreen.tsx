import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useAccount, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon, Mark } from '#renderer/ui/icons.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { formatDuration } from '#shared/quantity/duration.ts';
import { OutputList } from './OutputList.tsx';
import './Lock.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Locked: who works here, what may be live meanwhile, and the password. Only the stop works. */
export function LockScreen(): ReactNode {
  const account = useAccount();
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const [password, setPassword] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wait > 0 || call.busy) return;
    if (password === '') return input.current?.focus();
    const answer = await call.run(() => client.accounts.unlock({ password }));
    if (answer === null) input.current?.select();
  };
  return (
    <div className="lock">
      <section className="lock-face" aria-labelledby="lock-outputs">
        <div className="lock-brand">
          <Mark size={36} />
          LabLink Console
        </div>
        <OutputList />
        <p className="lock-foot">
          <span className="ui-mono">{account?.host}</span>
          <span>{t`Version ${account?.version}`}</span>
        </p>
      </section>
      <main className="lock-side">
        <form onSubmit={(event) => void submit(event)}>
          <p className="lock-word">
            <Icon name="lock" size={14} weight={1.7} />
            {t`Locked`}
          </p>
          <h1>{t`${account?.user?.name} works here`}</h1>
          <p className="ui-mute">
            {t`Links, readings and the history go on. Nothing can be set until the console is unlocked.`}
          </p>
          <input
            type="hidden"
            name="username"
            autoComplete="username"
            value={account?.user?.name ?? ''}
            readOnly
          />
          <PasswordField
            label={t`Password`}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            autoFocus
            inputRef={input}
          />
          {call.fault !== null && call.fault.code !== 'AUTH_WAIT' && (
            <Message tone="bad" title={call.fault.message}>
              {call.fault.remedy}
            </Message>
          )}
          {wait > 0 && (
            <Message tone="warn" title={t`Too many tries.`}>
              {tx`The next one is possible in ${<span aria-live="off">{formatDuration(wait * 1000)}</span>}.`}
            </Message>
          )}
          <Button look="primary" size="large" type="submit" shortcut="Enter" wide disabled={wait > 0}>
            {call.busy ? t`Checking…` : t`Unlock`}
          </Button>
        </form>
      </main>
    </div>
  );
}
