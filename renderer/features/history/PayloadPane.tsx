import { type ReactNode, useState } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { HistoryDetail, HistoryRow } from '#shared/contract/history.ts';
import { deedWords } from '#shared/history/deed-words.ts';
import { HexView } from './HexView.tsx';
import { type Payload, payloadOf } from './payload.ts';
import { PictureView } from './PictureView.tsx';
import { replyText, rowWord } from './row-words.ts';
import type { Detail } from './use-detail.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

const views = [
  { value: 'text', label: t`Text` },
  { value: 'bytes', label: t`Bytes` },
] as const;
const sides = [
  { value: 'request', label: t`Request` },
  { value: 'reply', label: t`Reply` },
] as const;

/** What was sent and what came back, as text or byte by byte. */
export function PayloadPane(props: {
  readonly row: HistoryRow;
  readonly known: Detail;
  readonly bytes: boolean;
  readonly onBytes: (bytes: boolean) => void;
}): ReactNode {
  const { row, bytes } = props;
  const { detail, fault } = props.known;
  const [side, setSide] = useState<'request' | 'reply'>('reply');
  const deed = row.kind === 'audit';
  if (fault !== null)
    return (
      <div className="history-payload">
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      </div>
    );
  const shown = detail === null ? null : side === 'reply' && detail.reply !== null ? 'reply' : 'request';
  return (
    <div className="history-payload">
      {!deed && (
        <div className="ui-row">
          <Segmented
            label={t`How it is shown`}
            small
            options={views}
            value={bytes ? 'bytes' : 'text'}
            onChange={(view) => props.onBytes(view === 'bytes')}
          />
          {bytes && detail !== null && detail.reply !== null && (
            <Segmented
              label={t`Which bytes`}
              small
              options={sides}
              value={shown ?? 'reply'}
              onChange={setSide}
            />
          )}
          {bytes && detail !== null && shown !== null && (
            <span className="ui-dim ui-cut">{wordsOf(detail, shown)}</span>
          )}
        </div>
      )}
      {bytes && !deed ? (
        detail !== null &&
        shown !== null && (
          <HexView
            label={shown === 'reply' ? t`Bytes of the reply` : t`Bytes of the request`}
            bytes={(shown === 'reply' ? detail.reply : null) ?? detail.request}
          />
        )
      ) : (
        <div className="history-said" role="group" aria-label={t`Request and reply`} tabIndex={0}>
          {deed ? <Deed row={row} detail={detail} /> : <Said row={row} detail={detail} />}
        </div>
      )}
    </div>
  );
}

const payload = (detail: HistoryDetail, side: 'request' | 'reply'): Payload =>
  side === 'reply' && detail.reply !== null
    ? payloadOf(detail.reply, detail.replyLength ?? detail.reply.length)
    : payloadOf(detail.request, detail.request.length);
const wordsOf = (detail: HistoryDetail, side: 'request' | 'reply'): string => payload(detail, side).words;

function Said({
  row,
  detail,
}: {
  readonly row: HistoryRow;
  readonly detail: HistoryDetail | null;
}): ReactNode {
  const reply = detail === null || detail.reply === null ? null : payload(detail, 'reply');
  const { tone } = rowWord(row);
  return (
    <>
      <h3>
        {tx`Request ${<span className="ui-dim">{detail === null ? '' : wordsOf(detail, 'request')}</span>}`}
      </h3>
      <pre className="ui-mono">{row.request}</pre>
      <h3>
        {tx`Reply ${<span className="ui-dim">{reply?.words ?? (row.reply === null ? t`none` : '')}</span>}`}
      </h3>
      {(row.fault !== null || row.interrupted) && (
        <p className={classes('history-words', tone)}>{replyText(row)}</p>
      )}
      {row.status === 'refused' && <p className="ui-mute">{t`Nothing of it went to the instrument.`}</p>}
      {reply?.kind === 'text' && <pre className="ui-mono">{reply.text.trimEnd()}</pre>}
      {detail !== null && detail.reply !== null && reply !== null && reply.picture !== null && (
        <PictureView bytes={detail.reply} total={detail.replyLength ?? detail.reply.length} />
      )}
    </>
  );
}

function Deed({
  row,
  detail,
}: {
  readonly row: HistoryRow;
  readonly detail: HistoryDetail | null;
}): ReactNode {
  const entries = Object.entries(detail?.detail ?? {});
  const { tone } = rowWord(row);
  return (
    <>
      <h3>
        {deedWords(row.request) || row.request} <span className="ui-mono ui-dim">{row.request}</span>
      </h3>
      {row.fault !== null && <p className={classes('history-words', tone)}>{replyText(row)}</p>}
      <dl className="history-details">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ui-mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
