import type { ReactNode } from 'react';
import { Mark } from '#renderer/ui/icons.tsx';
import type { AccountState } from '#shared/contract/accounts.ts';
import { Graticule } from './Graticule.tsx';
import { t } from '#shared/language/t.ts';

/** The left half: the mark, the trace, and where one is. */
export function Face({ account }: { readonly account: AccountState | null }): ReactNode {
  return (
    <section className="sign-face" aria-label={t`About this console`}>
      <Graticule />
      <div className="sign-brand">
        <Mark size={36} />
        <span>LabLink Console</span>
      </div>
      {account !== null && (
        <p className="sign-foot">
          <span className="ui-mono">{account.host}</span>
          <span>{t`Version ${account.version}`}</span>
          <span>{t`Works offline. Nothing leaves this PC.`}</span>
        </p>
      )}
    </section>
  );
}
