import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { FaultShape } from '#shared/faults.ts';
import { narrows } from '#shared/history/matches.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { HistoryList } from './list.ts';
import type { ListEnd } from './search.ts';
import { momentText } from './when.ts';
import { t } from '#shared/language/t.ts';

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
            {t`Try again`}
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
          {t`Cancel`}
        </Button>
      )}
      {end.kind === 'searched-to' && (
        <Button size="small" onPress={props.onMore}>
          {t`Search further`}
        </Button>
      )}
    </div>
  );
}

/** What the line under the rows says. */
export function footWords(list: HistoryList, end: ListEnd, now: number): string {
  const searching = narrows(list.filter);
  const count = list.rows.length;
  const found = count === 1 ? t`1 row` : t`${formatFixed(count, 0)} rows`;
  switch (end.kind) {
    case 'loading':
      return searching ? t`Searching…` : t`Loading…`;
    case 'searching': {
      const back = end.at === null ? '' : t` back to ${momentText(end.at, now)}`;
      return t`Searching…${back}${count === 0 ? '' : t`, ${found} so far`}${scanWords(list)}`;
    }
    case 'more':
      return searching ? t`${found} so far; scroll for more${scanWords(list)}` : t`Scroll for more`;
    case 'beginning':
      return searching
        ? t`${found}, down to the beginning of the history${scanWords(list)}`
        : t`Down to the beginning of the history`;
    case 'searched-to': {
      const back = end.at === null ? '' : t`Searched back to ${momentText(end.at, now)}. `;
      const before = end.at !== null && list.filter.from !== null && end.at < list.filter.from;
      // The clock may have been set back: then rows of a later time stand further down.
      const past = before ? t` That is before the time that was asked for.` : '';
      return `${back}${count === 0 ? t`Nothing so far.` : t`${found} so far.`}${past}`;
    }
  }
}

/** Why a search takes its time. */
function scanWords({ way, filter }: HistoryList): string {
  if (way !== 'scan' || filter.text.trim() === '') return '';
  return Array.from(filter.text.trim()).length < 3
    ? t` (row by row: fewer than three characters)`
    : t` (row by row: the index does not have these characters)`;
}
