import type { ReactNode } from 'react';
import { timeText } from '#renderer/features/profiling/ms-text.ts';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { t } from '#shared/language/t.ts';

/** The numbers of the histogram: its two rows have the same looks as its halves. */
export function PercentileTable({ figures }: { readonly figures: InstrumentFigures }): ReactNode {
  return (
    <table className="pf-table pf-percentiles">
      <thead className="ui-sr">
        <tr>
          <th scope="col">{t`Part`}</th>
          <th scope="col">p50</th>
          <th scope="col">p95</th>
          <th scope="col">p99</th>
        </tr>
      </thead>
      <tbody>
        {(['queue', 'wire'] as const).map((part) => (
          <tr key={part}>
            <th scope="row">
              <i className={`pf-swatch ${part}`} aria-hidden="true" />
              {part === 'queue' ? t`Queue` : t`Wire`}
            </th>
            {(['p50', 'p95', 'p99'] as const).map((which) => (
              <td key={which} className="ui-read">
                <small aria-hidden="true">{which}</small> {timeText(figures[part][which])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
