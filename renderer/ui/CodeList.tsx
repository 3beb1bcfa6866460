import type { ReactNode } from 'react';
import './CodeList.css';
import { t } from '#shared/language/t.ts';

/** Recovery codes, numbered and large enough to be written down; read down one column, then the other. */
export function CodeList({ codes }: { readonly codes: readonly string[] }): ReactNode {
  return (
    <ol className="ui-codes" aria-label={t`Recovery codes`}>
      {codes.map((code, index) => (
        <li key={code}>
          <span aria-hidden="true">{index + 1}</span>
          <code>{code}</code>
        </li>
      ))}
    </ol>
  );
}
