import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { type DayCell, dayCells, stripWords } from './days.ts';

/** The last 30 days, a cell each: gaps and failures are seen without reading a date. */
export function DayStrip({ days }: { readonly days: BackupState['days'] }): ReactNode {
  // A row of gaps says no more than the answer does.
  if (days.every(({ made, failed }) => made + failed === 0)) return null;
  const cells = dayCells(days);
  return (
    <ol className="bk-days" aria-label={stripWords(days)}>
      {cells.map((cell) => (
        <li key={cell.day} className={classes('bk-day', cell.kind, cell === cells.at(-1) && 'today')}>
          <span className="ui-sr">{cell.words}</span>
          <i aria-hidden="true">
            <Sign cell={cell} />
          </i>
          {cell.label !== null && <small aria-hidden="true">{cell.label}</small>}
        </li>
      ))}
    </ol>
  );
}

function Sign({ cell }: { readonly cell: DayCell }): ReactNode {
  if (cell.number !== null) return cell.number;
  if (cell.kind === 'failed') return <Icon name="close" size={12} weight={2.2} />;
  return cell.kind === 'none' ? null : <Icon name="check" size={14} weight={2} />;
}
