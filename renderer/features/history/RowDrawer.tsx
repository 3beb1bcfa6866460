import { type KeyboardEvent, type ReactNode, type Ref, useMemo } from 'react';
import { dayText, timeTextMs } from '#renderer/stores/time-text.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { bytesText, rowJson } from './copy-text.ts';
import { RowState } from './columns.tsx';
import { CopyKey } from './CopyKey.tsx';
import { DrawerFacts } from './DrawerFacts.tsx';
import { PayloadPane } from './PayloadPane.tsx';
import { instrumentName } from './row-words.ts';
import { useDetail } from './use-detail.ts';
import './drawer.css';

export interface RowDrawerProps {
  readonly row: HistoryRow;
  readonly names: ReadonlyMap<string, string>;
  readonly bytes: boolean;
  readonly onBytes: (bytes: boolean) => void;
  /** To the row above (newer) or below. */
  readonly onStep: (key: 'ArrowUp' | 'ArrowDown') => void;
  readonly onClose: () => void;
  readonly drawerRef: Ref<HTMLElement>;
}

/** Everything the history knows of one row. */
export function RowDrawer({ drawerRef, ...props }: RowDrawerProps): ReactNode {
  const { row, onStep } = props;
  const known = useDetail(row);
  const { detail } = known;
  const request = useMemo(
    () => (detail === null ? row.request : bytesText(detail.request, null)),
    [detail, row],
  );
  const reply = useMemo(
    () => (detail === null ? (row.reply ?? '') : bytesText(detail.reply, detail.replyLength)),
    [detail, row],
  );
  const hasReply = detail !== null && detail.reply !== null;
  const keys = (event: KeyboardEvent): void => {
    const { key, target } = event;
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return;
    // What scrolls by itself keeps its keys.
    if (target instanceof Element && target.closest('[role="table"], [tabindex="0"][role="group"]') !== null)
      return;
    event.preventDefault();
    onStep(key);
  };
  return (
    <section
      className="history-drawer"
      aria-label={`Row ${row.seq}`}
      tabIndex={-1}
      ref={drawerRef}
      onKeyDown={keys}
    >
      <header className="ui-row">
        <b>{instrumentName(row, props.names) || 'Console'}</b>
        <span className="history-time">
          {dayText(row.at)} {timeTextMs(row.at)}
        </span>
        <RowState row={row} />
        <span className="ui-grow" />
        {row.kind === 'exchange' && <CopyKey text={request}>Request</CopyKey>}
        {row.kind === 'exchange' && hasReply && <CopyKey text={reply}>Reply</CopyKey>}
        <CopyKey text={rowJson(row, detail)} shortcut="C">
          Row
        </CopyKey>
        <span className="history-up">
          <IconButton icon="down" size="small" label="Newer row" onPress={() => onStep('ArrowUp')} />
        </span>
        <IconButton icon="down" size="small" label="Older row" onPress={() => onStep('ArrowDown')} />
        <IconButton
          icon="close"
          size="small"
          look="quiet"
          label="Close the details"
          onPress={props.onClose}
        />
      </header>
      <div className="history-drawer-body">
        <DrawerFacts row={row} detail={detail} />
        <PayloadPane row={row} known={known} bytes={props.bytes} onBytes={props.onBytes} />
      </div>
    </section>
  );
}
