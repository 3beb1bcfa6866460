import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { formatFixed } from '#shared/quantity/format.ts';
import type { FaultShape } from '#shared/faults.ts';
import type { HistoryList } from './list.ts';
import type { ListEnd } from './search.ts';

/** Under the rows: how far it was looked, and how it goes on. */
export function ListFoot(props: {
  readonly list: HistoryList;
  readonly end: ListEnd;
  readonly fault: FaultShape | null;
  readonly text: string;
  readonly onMore: () => void;
}): ReactNode {
  const { end, list, fault, text } = props;
  if (fault !== null)
    return (
      <Message
        tone="bad"
        title={fault.message}
        action={
          <Button size="small" onPress={props.onMore}>
            Try again
          </Button>
        }
      >
        {fault.remedy}
      </Message>
    );
  const found = `${list.rows.length} ${list.rows.length === 1 ? 'row' : 'rows'}`;
  return (
    <div className="history-foot" role="status">
      {end.kind === 'loading' && (text === '' ? 'Loading…' : `Searching… ${found} so far`)}
      {end.kind === 'searched-to' && (
        <>
          <span>
            Searched back to row {formatFixed(end.seq, 0)}.{' '}
            {list.rows.length === 0 ? 'Nothing so far.' : `${found} so far.`}
          </span>
          <Button size="small" onPress={props.onMore}>
            Continue the search
          </Button>
        </>
      )}
      {end.kind === 'more' && <span>{text === '' ? '' : `${found} so far; scroll for more`}</span>}
      {end.kind === 'beginning' &&
        (text === ''
          ? 'Down to the beginning of the history'
          : `${found}, down to the beginning of the history`)}
    </div>
  );
}
