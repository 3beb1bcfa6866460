import type { ReactNode } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { Message } from '#renderer/ui/Message.tsx';
import { Face } from './Face.tsx';
import { LiveBox } from './LiveBox.tsx';
import './SignIn.css';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Nobody can sign in, and why. The emergency stop works. */
export function UnavailableScreen(): ReactNode {
  const account = useAccount();
  const trouble = account?.trouble;
  return (
    <div className="sign">
      <Face account={account} />
      <main className="sign-side">
        <div className="sign-form">
          <h1>{t`Nobody can sign in`}</h1>
          <Message tone="bad" title={trouble ? said(trouble.message) : t`The accounts cannot be read.`}>
            {trouble && said(trouble.remedy)}
          </Message>
          <p className="ui-mute">
            {tx`Nothing was changed. Everything is kept in ${<span className="ui-mono">{account?.dataFolder}</span>}. Put it right, then start the console again.`}
            {trouble && (
              <>
                {' '}
                {t`Code:`} <span className="ui-mono">{trouble.code}</span>.
              </>
            )}
          </p>
        </div>
        <LiveBox note={t`Emergency stop works.`} />
      </main>
    </div>
  );
}
