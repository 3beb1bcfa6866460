import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import type { ListEnd } from './search.ts';
import { t } from '#shared/language/t.ts';

/** Instead of rows: what is going on, or what to do. */
export function EmptyRows(props: {
  readonly searching: boolean;
  /** Rows have come and are about to be drawn. */
  readonly coming: boolean;
  readonly end: ListEnd;
}): ReactNode {
  // Behind a page without rows comes the next one: only the beginning says that there is nothing.
  if (props.coming || props.end.kind === 'loading' || props.end.kind === 'more')
    return props.searching ? t`Searching…` : t`Loading…`;
  if (props.end.kind === 'searching')
    return t`Nothing so far. It goes on by itself: see below how far it is.`;
  if (props.end.kind === 'searched-to') return t`Nothing so far.`;
  return (
    <div className="history-empty">
      <Icon name={props.searching ? 'search' : 'history'} size={20} />
      {props.searching ? (
        <p>
          <b>{t`No row fits.`}</b>{' '}
          {t`Take away what narrows it, one by one, or press X for all of it. New rows that fit appear here by themselves.`}
        </p>
      ) : (
        <p>
          <b>{t`Nothing has happened yet.`}</b>{' '}
          {t`Connect an instrument on the bench (F1): every command and every fault is kept here.`}
        </p>
      )}
    </div>
  );
}
