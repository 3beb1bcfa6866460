import type { ReactNode } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { Message } from '#renderer/ui/Message.tsx';
import { Face } from './Face.tsx';
import { LiveBox } from './LiveBox.tsx';
import './SignIn.css';

/** Nobody can sign in, and why. The emergency stop works. */
export function UnavailableScreen(): ReactNode {
  const account = useAccount();
  const trouble = account?.trouble;
  return (
    <div className="sign">
      <Face account={account} />
      <main className="sign-side">
        <div className="sign-form">
          <h1>Nobody can sign in</h1>
          <Message tone="bad" title={trouble?.message ?? 'The accounts cannot be read.'}>
            {trouble?.remedy}
          </Message>
          <p className="ui-mute">
            Nothing was changed. Everything is kept in <span className="ui-mono">{account?.dataFolder}</span>.
            Put it right, then start the console again.
            {trouble && (
              <>
                {' '}
                Code: <span className="ui-mono">{trouble.code}</span>.
              </>
            )}
          </p>
        </div>
        <LiveBox note="Emergency stop works." />
      </main>
    </div>
  );
}
