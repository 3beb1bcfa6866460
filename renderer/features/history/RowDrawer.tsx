import { type KeyboardEvent, type ReactNode, type Ref, useMemo } from 'react';
import { dayText, timeTextMs } from '#renderer/stores/time-text.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { bytesText, rowJson } from './copy-text.ts';
import { RowState } from './columns.tsx';
import { CopyKey } from './CopyKey.tsx';
import { DrawerFacts } from './DrawerFacts.tsx';
import { MarkPane } from './marks/MarkPane.tsx';
import type { Marks } from './marks/use-marks.ts';
import { PayloadPane } from './PayloadPane.tsx';
import { PollRun } from './polls/PollRun.tsx';
import { runOf } from './polls/run.ts';
import { instrumentName } from './row-words.ts';
import { useDetail } from './use-detail.ts';
import './drawer.css';
import { t } from '#shared/language/t.ts';

export interface RowDrawerProps {
  readonly row: HistoryRow;
  readonly names: ReadonlyMap<string, string>;
  readonly bytes: boolean;
  readonly onBytes: (bytes: boolean) => void;
  /** To the row above (newer) or below. */
  readonly onStep: (key: 'ArrowUp' | 'ArrowDown') => void;
  readonly onClose: () => void;
  readonly drawerRef: Ref<HTMLElement>;
  readonly copyRef: Ref<HTMLButtonElement>;
  readonly marks: Marks;
  readonly tagRef: Ref<HTMLInputElement>;
}

/** Everything the history knows of one row. */
export function RowDrawer({ drawerRef, copyRef, tagRef, ...props }: RowDrawerProps): ReactNode {
  const { row, marks, onStep } = props;
  const run = runOf(row);
  const pinned = row.mark?.pinned ?? false;
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
    if ((key !== 'ArrowUp' && key !== 'ArrowDown') || event.shiftKey) return;
    if (target instanceof Element && target.closest('textarea, input') !== null) return;
    // What scrolls by itself keeps its keys.
    if (target instanceof Element && target.closest('[role="table"], [tabindex="0"][role="group"]') !== null)
      return;
    event.preventDefault();
    onStep(key);
  };
  return (
    <section
      className="history-drawer"
      aria-label={t`Row ${row.seq}`}
      tabIndex={-1}
      ref={drawerRef}
      onKeyDown={keys}
    >
      <header className="ui-row">
        <b>{instrumentName(row, props.names) || t`Console`}</b>
        <span className="history-time">
          {dayText(row.at)} {timeTextMs(row.at)}
        </span>
        <RowState row={row} />
        <span className="ui-grow" />
        {marks.may && (
          <Button
            size="small"
            icon="pin"
            shortcut="M"
            pending={marks.busy}
            onPress={() => void marks.change(row, { pinned: !pinned })}
          >
            {pinned ? t`Unpin` : t`Pin`}
          </Button>
        )}
        {row.kind === 'exchange' && <CopyKey of="request" text={request} />}
        {row.kind === 'exchange' && hasReply && <CopyKey of="reply" text={reply} />}
        <CopyKey of="row" text={rowJson(row, detail)} shortcut="C" buttonRef={copyRef} />
        <span className="history-up">
          <IconButton icon="down" size="small" label={t`Newer row`} onPress={() => onStep('ArrowUp')} />
        </span>
        <IconButton icon="down" size="small" label={t`Older row`} onPress={() => onStep('ArrowDown')} />
        <IconButton
          icon="close"
          size="small"
          look="quiet"
          label={t`Close the details`}
          onPress={props.onClose}
        />
      </header>
      <div className="history-drawer-body">
        <DrawerFacts row={row} detail={detail}>
          <MarkPane row={row} marks={marks} tagRef={tagRef} />
        </DrawerFacts>
        {run === null ? (
          <PayloadPane row={row} known={known} bytes={props.bytes} onBytes={props.onBytes} />
        ) : (
          <div className="history-payload">
            <PollRun seq={row.seq} run={run} />
          </div>
        )}
      </div>
    </section>
  );
}
