import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { FaultShape } from '#shared/faults.ts';
import { narrows } from '#shared/history/matches.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { HistoryList } from './list.ts';
import type { ListEnd } from './search.ts';
import { momentText } from './when.ts';

/** Under the rows: how far it was looked, and how it goes on. */
export function ListFoot(props: {
  readonly list: HistoryList;
  readonly end: ListEnd;
  readonly fault: FaultShape | null;
  readonly now: number;
  readonly onMore: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { end, list, fault } = props;
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
  return (
    <div className="history-foot">
      <span role="status">{footWords(list, end, props.now)}</span>
      {end.kind === 'searching' && (
        <Button size="small" onPress={props.onCancel}>
          Cancel
        </Button>
      )}
      {end.kind === 'searched-to' && (
        <Button size="small" onPress={props.onMore}>
          Search further
        </Button>
      )}
    </div>
  );
}

/** What the line under the rows says. */
export function footWords(list: HistoryList, end: ListEnd, now: number): string {
  const searching = narrows(list.filter);
  const count = list.rows.length;
  const found = `${formatFixed(count, 0)} ${count === 1 ? 'row' : 'rows'}`;
  switch (end.kind) {
    case 'loading':
      return searching ? 'Searching…' : 'Loading…';
    case 'searching': {
      const back = end.at === null ? '' : ` back to ${momentText(end.at, now)}`;
      return `Searching…${back}${count === 0 ? '' : `, ${found} so far`}${scanWords(list)}`;
    }
    case 'more':
      return searching ? `${found} so far; scroll for more${scanWords(list)}` : 'Scroll for more';
    case 'beginning':
      return searching
        ? `${found}, down to the beginning of the history${scanWords(list)}`
        : 'Down to the beginning of the history';
    case 'searched-to': {
      const back = end.at === null ? '' : `Searched back to ${momentText(end.at, now)}. `;
      const before = end.at !== null && list.filter.from !== null && end.at < list.filter.from;
      // The clock may have been set back: then rows of a later time stand further down.
      const past = before ? ' That is before the time that was asked for.' : '';
      return `${back}${count === 0 ? 'Nothing so far.' : `${found} so far.`}${past}`;
    }
  }
}

/** Why a search takes its time. */
function scanWords({ way, filter }: HistoryList): string {
  if (way !== 'scan' || filter.text.trim() === '') return '';
  return Array.from(filter.text.trim()).length < 3
    ? ' (row by row: fewer than three characters)'
    : ' (row by row: the index does not have these characters)';
}
