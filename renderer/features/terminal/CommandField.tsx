import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Suggestion } from './complete.ts';
import { CompletionList, optionId } from './CompletionList.tsx';
import { type Edit, insertText, lineAt, onFirstLine, onLastLine, takeSuggestion } from './editing.ts';
import { fieldAct } from './field-keys.ts';
import { type InputHistory, type Recall, recall } from './input-history.ts';
import { pastedText } from './lines.ts';
import type { Listed } from './meaning.ts';
import { useCompletion } from './use-completion.ts';
import { t } from '#shared/language/t.ts';

/** Rows of a field of several lines at the most; then it scrolls. */
const mostRows = 8;

export interface CommandFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly list: readonly Listed[] | null;
  readonly history: InputHistory;
  readonly disabled: boolean;
  readonly onSend: () => void;
  /** Scrolls what stands above by pages: -1 up, 1 down. */
  readonly onPage: (direction: -1 | 1) => void;
  /** The line that the caret stands in, its place, the caret in it, and how many commands begin like the header there. */
  readonly onCaret: (line: string, row: number, caret: number, begun: number) => void;
  readonly describedBy: string;
  readonly fieldRef: Ref<CommandFieldHandle>;
}

export interface CommandFieldHandle {
  /** Puts a text in, with the caret behind it, and takes the focus. */
  put(text: string): void;
  focus(): void;
}

type Element = HTMLInputElement | HTMLTextAreaElement;

/** Where program messages are typed: one line, or several once there is a line break in it. */
export function CommandField(props: CommandFieldProps): ReactNode {
  const { value, onChange, list, history } = props;
  const listId = useId();
  const element = useRef<Element>(null);
  const [caret, setCaret] = useState(value.length);
  const [place, setPlace] = useState<Recall | null>(null);
  /** Where the caret has to go once the text is drawn. */
  const wanted = useRef<number | null>(null);
  /** The focus stays here, whatever becomes of the text. */
  const keeps = useRef(false);
  const several = value.includes('\n');
  const at = Math.min(caret, value.length);
  const { line, start } = lineAt(value, at);
  const completion = useCompletion(list, line, at - start);
  const { shown, active, suggestions } = completion;

  // The field for several lines is another element: it takes over the focus and the caret.
  useLayoutEffect(() => {
    const field = element.current;
    if (field === null) return;
    if (keeps.current || wanted.current !== null) field.focus();
    if (wanted.current !== null) field.setSelectionRange(wanted.current, wanted.current);
    keeps.current = false;
    wanted.current = null;
  }, [value, several]);

  const { onCaret } = props;
  const begun = suggestions.list.filter(({ typed }) => typed > 0).length;
  const row = value.slice(0, start).split('\n').length - 1;
  useLayoutEffect(() => onCaret(line, row, at - start, begun), [onCaret, line, row, at, start, begun]);

  const put = ({ text, caret: to }: Edit): void => {
    wanted.current = to;
    setCaret(to);
    onChange(text);
    // The same text does not draw anew.
    if (text === value) element.current?.setSelectionRange(to, to);
  };
  useImperativeHandle(props.fieldRef, () => ({
    put: (text) => {
      completion.close();
      setPlace(null);
      put({ text, caret: text.length });
      element.current?.focus();
    },
    focus: () => {
      keeps.current = true;
      element.current?.focus();
    },
  }));
  const take = (suggestion: Suggestion | undefined): void => {
    if (suggestion === undefined) return;
    put(takeSuggestion(value, start, suggestions, suggestion));
    completion.close();
  };
  const step = (direction: 1 | -1): boolean => {
    const next = recall(history, place, value, direction);
    if (next === null) return false;
    completion.close();
    setPlace(next.recall);
    put({ text: next.text, caret: next.text.length });
    return true;
  };
  const replaceSelection = (added: string): void => {
    const { selectionStart, selectionEnd } = element.current ?? {};
    put(insertText(value, selectionStart ?? value.length, selectionEnd ?? value.length, added));
  };

  /** True when the key has been used up. */
  const press = (event: KeyboardEvent): boolean => {
    const act = fieldAct(
      {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        repeat: event.repeat,
        composing: event.nativeEvent.isComposing,
      },
      {
        shown,
        chosen: active !== null,
        first: onFirstLine(value, at),
        last: onLastLine(value, at),
        recalled: place !== null,
      },
    );
    switch (act) {
      case null:
        return false;
      case 'send':
        completion.close();
        setPlace(null);
        props.onSend();
        return true;
      case 'new-line':
        completion.close();
        replaceSelection('\n');
        return true;
      case 'ask':
        completion.ask();
        return true;
      case 'take':
        take(completion.first);
        return true;
      case 'close':
        completion.close();
        return true;
      case 'next':
        completion.choose(active === null ? 0 : Math.min(active + 1, suggestions.list.length - 1));
        return true;
      case 'previous':
        completion.choose(active === null || active === 0 ? null : active - 1);
        return true;
      case 'older':
        return step(1);
      case 'newer':
        return step(-1);
      case 'page-up':
      case 'page-down':
        props.onPage(act === 'page-up' ? -1 : 1);
        return true;
    }
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\r\n]/u.test(text)) return;
    event.preventDefault();
    completion.close();
    replaceSelection(pastedText(text));
  };
  const shared = {
    value,
    disabled: props.disabled,
    spellCheck: false,
    autoComplete: 'off',
    autoCapitalize: 'off',
    'aria-label': props.label,
    'aria-describedby': props.describedBy,
    'aria-autocomplete': 'list',
    onKeyDown: (event: KeyboardEvent) => {
      if (press(event)) event.preventDefault();
    },
    onPaste: paste,
    onSelect: (event: { currentTarget: Element }) => setCaret(event.currentTarget.selectionEnd ?? 0),
    onBlur: completion.close,
    onChange: (event: { currentTarget: Element }) => {
      const { value: text, selectionEnd } = event.currentTarget;
      setCaret(selectionEnd ?? text.length);
      setPlace(null);
      completion.follow();
      onChange(text);
    },
    ...(shown ? { 'aria-controls': listId } : {}),
    ...(shown && active !== null ? { 'aria-activedescendant': optionId(listId, active) } : {}),
  } as const;
  return (
    <>
      {several ? (
        <textarea
          {...shared}
          ref={(node) => {
            element.current = node;
          }}
          rows={Math.min(value.split('\n').length, mostRows)}
          className="ui-mono several"
        />
      ) : (
        <input
          {...shared}
          ref={(node) => {
            element.current = node;
          }}
          type="text"
          className="ui-mono"
          role="combobox"
          aria-expanded={shown}
          aria-haspopup="listbox"
          {...(shown ? {} : { 'aria-controls': listId })}
          placeholder={t`Type a command, for example *IDN?`}
        />
      )}
      {shown && <CompletionList id={listId} completion={completion} onTake={take} />}
      <span className="ui-sr" role="status">
        {shown &&
          (suggestions.list.length === 1
            ? t`1 command. Down chooses, Tab takes ${completion.first?.header}.`
            : t`${suggestions.list.length} commands. Down chooses, Tab takes ${completion.first?.header}.`)}
      </span>
    </>
  );
}
