import { memo, type ReactNode } from 'react';
import { timeTextMs } from '#renderer/stores/time-text.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Badge, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { CopyIcon } from './CopyIcon.tsx';
import { FaultView, type FaultViewProps } from './FaultView.tsx';
import { canConfirm, faultWord } from './fault-words.ts';
import { ReplyView } from './ReplyView.tsx';
import { fileName, savable } from './save.ts';
import type { Entry, Exchange, Unsent } from './transcript.ts';
import { entryText } from './transcript-text.ts';
import { t } from '#shared/language/t.ts';

/** What an entry may do. */
export interface EntryActs {
  readonly instrument: string;
  /** Puts a text into the input. */
  readonly onTry: (text: string) => void;
  readonly onConfirm: (entry: Exchange) => void;
  /** Whether an unknown effect can be confirmed by this person. */
  readonly mayConfirm: boolean;
  /** Pins a query as a reading of the instrument; null where that cannot be. */
  readonly onPin: ((query: string) => void) | null;
  /** A listed command that is spelled much like this one. */
  readonly near: (text: string) => string | null;
}

/** One entry of the transcript. `newest`: nothing has been sent since. */
export const EntryView = memo(function EntryView(props: {
  readonly entry: Entry;
  readonly newest: boolean;
  readonly acts: EntryActs;
}): ReactNode {
  const { entry, acts } = props;
  return entry.kind === 'unsent' ? (
    <UnsentView entry={entry} onTry={acts.onTry} />
  ) : (
    <ExchangeView entry={entry} newest={props.newest} acts={acts} />
  );
});

function ExchangeView({
  entry,
  newest,
  acts,
}: {
  readonly entry: Exchange;
  readonly newest: boolean;
  readonly acts: EntryActs;
}): ReactNode {
  const { outcome, text, place } = entry;
  const fault = outcome.kind === 'fault' ? outcome.fault : null;
  const reply = outcome.kind === 'reply' ? outcome.reply : null;
  const file = reply === null ? null : savable(reply);
  const confirm: FaultViewProps['confirm'] = !acts.mayConfirm ? 'forbidden' : newest ? 'offer' : 'past';
  const bad = fault !== null && fault.code !== 'CANCELLED';
  const unknown = fault !== null && (fault.code === 'INSTRUMENT_ERROR' || canConfirm(fault));
  const near = unknown && entry.bus === null ? acts.near(text) : null;
  const unsent = fault !== null && faultWord(fault).sent === 'no';
  const { onPin } = acts;
  return (
    <article className={classes('terminal-entry', bad && 'bad')}>
      <span className="terminal-time ui-dim">{timeTextMs(entry.at)}</span>
      <span className="terminal-mark ui-mono" aria-hidden="true">
        {'>'}
      </span>
      <div className="terminal-sent">
        <span className={classes(entry.bus === null && 'ui-mono', unsent && 'unsent')}>{text}</span>
        {entry.bus !== null && <Badge>{t`Bus`}</Badge>}
        {entry.confirmed && <Badge icon="check">{t`Confirmed`}</Badge>}
        {place !== null && <span className="ui-dim">{t`line ${place.line} of ${place.of}`}</span>}
      </div>
      <span className="terminal-acts">
        {onPin !== null && reply?.kind === 'text' && entry.bus === null && (
          <IconButton
            icon="pin"
            size="small"
            look="quiet"
            label={t`Pin ${text} as a reading…`}
            onPress={() => onPin(text)}
          />
        )}
        {entry.bus === null && (
          <IconButton
            icon="undo"
            size="small"
            look="quiet"
            label={t`Put ${text} into the input`}
            onPress={() => acts.onTry(text)}
          />
        )}
        <CopyIcon label={t`Copy ${text} and its reply`} text={() => entryText(entry)} />
      </span>
      <span className="terminal-ms ui-dim">
        {outcome.kind === 'reply' && outcome.wireMs !== null && msText(outcome.wireMs)}
      </span>
      {outcome.kind === 'running' && (
        <div className="terminal-came">
          <StateWord kind="pending">{t`Under way`}</StateWord>
        </div>
      )}
      {reply !== null && (
        <>
          <span className="terminal-mark reply ui-mono" aria-hidden="true">
            {'<'}
          </span>
          <div className="terminal-came">
            <ReplyView reply={reply} />
            {file !== null && (
              <Button
                size="small"
                look="quiet"
                icon="save"
                label={t`Save the reply to ${text} as a file`}
                onPress={() => saveFile(fileName(acts.instrument, text, entry.at, file.ending), file.data)}
              >
                {t`Save as file`}
              </Button>
            )}
          </div>
        </>
      )}
      {fault !== null && (
        <div className="terminal-came">
          <FaultView
            fault={fault}
            text={text}
            near={near}
            confirm={confirm}
            onConfirm={() => acts.onConfirm(entry)}
            onTry={acts.onTry}
          />
        </div>
      )}
    </article>
  );
}

/** Time on the wire; of what is faster than that, that it is. */
const msText = (ms: number): string => (ms < 0.05 ? '< 0.1 ms' : `${formatFixed(ms, 1)} ms`);

function UnsentView(props: { readonly entry: Unsent; readonly onTry: (text: string) => void }): ReactNode {
  const { lines, at } = props.entry;
  const shown = lines.slice(0, 4);
  return (
    <article className="terminal-entry bad">
      <span className="terminal-time ui-dim">{timeTextMs(at)}</span>
      <span className="terminal-mark" />
      <div className="terminal-sent wide">
        <StateWord kind="refused">{t`Not sent`}</StateWord>
        <span>{lines.length === 1 ? t`The line behind it` : t`The ${lines.length} lines behind it`}</span>
        <Button size="small" onPress={() => props.onTry(lines.join('\n'))}>
          {lines.length === 1 ? t`Put it into the input` : t`Put them into the input`}
        </Button>
      </div>
      <div className="terminal-came">
        <p className="terminal-text ui-mono unsent">
          {shown.join('\n')}
          {lines.length > shown.length && t`\n… and ${lines.length - shown.length} more`}
        </p>
      </div>
    </article>
  );
}
