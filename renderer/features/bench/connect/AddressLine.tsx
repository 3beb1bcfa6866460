import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Reading } from './draft.ts';
import { t } from '#shared/language/t.ts';

/** The address that will be connected to, in both spellings; or why there is none. Read out when it changes. */
export function AddressLine({ reading }: { readonly reading: Reading }): ReactNode {
  if ('problem' in reading)
    return (
      <p className="connect-address" role="status">
        {reading.problem === null ? (
          <span className="ui-dim">{t`The address is written here.`}</span>
        ) : (
          <span className="connect-problem">
            <Icon name="fault" size={13} weight={1.6} /> {reading.problem}
          </span>
        )}
      </p>
    );
  return (
    <p className="connect-address" role="status">
      <span className="ui-mono">{reading.address}</span>
      {reading.visa !== null && <span className="ui-mono ui-dim">{reading.visa}</span>}
    </p>
  );
}
