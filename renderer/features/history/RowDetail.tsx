import type { ReactNode } from 'react';
import { dayText, timeTextMs } from '#renderer/stores/time-text.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { RowState } from './columns.tsx';
import { deedWords } from './deed-words.ts';
import { replyText, timesText } from './row-words.ts';

/** Everything the history knows of one row. */
export function RowDetail(props: { readonly row: HistoryRow; readonly onClose: () => void }): ReactNode {
  const { row } = props;
  const { link } = row;
  return (
    <section className="history-detail" aria-label={`Row ${row.seq}`}>
      <div className="history-said">
        <div className="ui-row">
          <b>{row.instrumentName || 'Console'}</b>
          <span className="ui-dim">
            {dayText(row.at)} {timeTextMs(row.at)}, {row.operator}
          </span>
          <RowState row={row} />
        </div>
        {row.kind === 'audit' && <p>{deedWords(row.request)}</p>}
        <pre className="ui-mono">{row.request}</pre>
        {replyText(row) !== '' && <pre className="ui-mono ui-mute">{replyText(row)}</pre>}
      </div>
      <dl>
        <dt>Row</dt>
        <dd>
          {formatFixed(row.seq, 0)}, chained to <span className="ui-mono">{row.hash.slice(0, 12)}…</span>
        </dd>
        {timesText(row) !== '' && (
          <>
            <dt>Time</dt>
            <dd>{timesText(row)}</dd>
          </>
        )}
        {link !== null && (
          <>
            <dt>Link</dt>
            <dd>
              {[link.vendor, link.model, link.serial, link.firmware].filter(Boolean).join(' ') ||
                'not identified'}
              <br />
              <span className="ui-mono">{link.address}</span>, driver {link.driver}
            </dd>
          </>
        )}
      </dl>
      <IconButton icon="close" label="Close the details" look="quiet" onPress={props.onClose} />
    </section>
  );
}
