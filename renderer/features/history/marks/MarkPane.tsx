import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { HistoryRow } from '#shared/contract/history.ts';
import { addTag, suggestTags } from './tags.ts';
import type { Marks } from './use-marks.ts';
import './marks.css';
import { t } from '#shared/language/t.ts';

/** Tags and the note of one row. Whoever may not add any reads them. */
export function MarkPane({
  tagRef,
  ...props
}: {
  readonly row: HistoryRow;
  readonly marks: Marks;
  readonly tagRef: Ref<HTMLInputElement>;
}): ReactNode {
  const { row, marks } = props;
  const { may, fault } = marks;
  const { tags = [], note = '' } = row.mark ?? {};
  if (!may && row.mark === null) return null;
  return (
    <div className="history-mark" role="group" aria-label={t`Tags and note`}>
      <TagLine key={row.seq} row={row} tags={tags} marks={marks} tagRef={tagRef} />
      {may ? (
        <NoteField key={`${row.seq} ${note}`} row={row} note={note} marks={marks} />
      ) : (
        note !== '' && <p>{note}</p>
      )}
      {fault !== null && (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      )}
    </div>
  );
}

function TagLine({
  tagRef,
  ...props
}: {
  readonly row: HistoryRow;
  readonly tags: readonly string[];
  readonly marks: Marks;
  readonly tagRef: Ref<HTMLInputElement>;
}): ReactNode {
  const { row, marks } = props;
  /** As it will be, until it is: who types fast does not wait for the disk. */
  const [asked, setAsked] = useState<readonly string[] | null>(null);
  const tags = asked ?? props.tags;
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const list = useId();
  const set = (next: readonly string[]): void => {
    setTyped('');
    setProblem(null);
    setAsked(next);
    void marks.change(row, { tags: [...next] }).then(() => setAsked((last) => (last === next ? null : last)));
  };
  const add = (text: string): void => {
    const added = addTag(tags, text);
    if ('problem' in added) setProblem(added.problem);
    else set(added.tags);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' || (event.key === ',' && typed.trim() !== '')) {
      event.preventDefault();
      if (typed.trim() !== '') add(typed);
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) set(tags.slice(0, -1));
  };
  return (
    <div className="history-tags">
      <Icon name="tag" size={14} />
      {tags.map((tag) =>
        marks.may ? (
          <AriaButton
            key={tag}
            className="history-tag removable"
            aria-label={t`Tag ${tag}: take this away`}
            onPress={() => set(tags.filter((each) => each !== tag))}
          >
            {tag}
            <Icon name="close" size={10} weight={1.8} />
          </AriaButton>
        ) : (
          <span key={tag} className="history-tag">
            {tag}
          </span>
        ),
      )}
      {marks.may && (
        <>
          <input
            ref={tagRef}
            className="history-tag-input"
            aria-label={t`Add a tag`}
            placeholder={tags.length === 0 ? t`Add a tag` : t`One more tag`}
            value={typed}
            maxLength={40}
            list={list}
            aria-invalid={problem !== null}
            onChange={(event) => {
              setTyped(event.target.value);
              setProblem(null);
            }}
            onKeyDown={keys}
          />
          <datalist id={list}>
            {suggestTags(marks.tags, tags, '', 20).map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </>
      )}
      {problem !== null && (
        <span className="history-words bad" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

function NoteField(props: {
  readonly row: HistoryRow;
  readonly note: string;
  readonly marks: Marks;
}): ReactNode {
  const { row, note, marks } = props;
  const [text, setText] = useState(note);
  const changed = text.trim() !== note;
  const save = (): void => {
    if (changed) void marks.change(row, { note: text.trim() });
  };
  return (
    <div className="history-note">
      <textarea
        aria-label={t`Note`}
        placeholder={t`Add a note`}
        rows={1}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            save();
          }
        }}
      />
      {changed && (
        <div className="ui-row">
          <Button size="small" shortcut="Ctrl Enter" pending={marks.busy} onPress={save}>
            {marks.busy ? t`Saving…` : t`Save the note`}
          </Button>
          <Button size="small" look="quiet" onPress={() => setText(note)}>
            {t`Leave it as it was`}
          </Button>
        </div>
      )}
    </div>
  );
}
