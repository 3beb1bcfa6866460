import type { ReactNode } from 'react';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { capital } from './when.ts';
import { t } from '#shared/language/t.ts';

/** How many of what there is, and whether it holds. */
export function CountTable(props: {
  readonly label: string;
  readonly counts: BackupVerdict['counts'];
}): ReactNode {
  return (
    <table className="bk-counts" aria-label={props.label}>
      <tbody>
        {props.counts.map(({ what, count, ok, note }) => (
          <tr key={what}>
            <th scope="row">
              {capital(what)}
              {note !== null && <small className="ui-dim">{note}</small>}
            </th>
            <td className="ui-read">{formatFixed(count, 0)}</td>
            <td>
              <StateWord kind={ok ? 'ok' : 'fault'}>{ok ? 'OK' : t`Wrong`}</StateWord>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
