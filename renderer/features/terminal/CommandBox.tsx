import {
  type ReactNode,
  type Ref,
  useCallback,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { CommandField, type CommandFieldHandle } from './CommandField.tsx';
import { type Hint, hintOf, type Known, unknownElsewhere } from './hint.ts';
import { HintLine } from './HintLine.tsx';
import type { InputHistory } from './input-history.ts';
import { lineTrouble, linesOf } from './lines.ts';
import { RunLine } from './RunLine.tsx';
import type { Running } from './terminals.ts';
import { t } from '#shared/language/t.ts';

export interface CommandBoxHandle {
  /** Puts a text in and takes the focus. */
  put(text: string): void;
  focus(): void;
}

/** The input with its button, and under it what is about to be sent. */
export function CommandBox(props: {
  readonly handle: Ref<CommandBoxHandle>;
  readonly name: string;
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly history: InputHistory;
  readonly running: Running | null;
  /** Nothing can be sent now. */
  readonly closed: boolean;
  /** Nothing can be typed either. */
  readonly disabled: boolean;
  readonly known: Known;
  readonly onSend: (lines: readonly string[], typed: string) => void;
  readonly onCancel: () => void;
  readonly onPage: (direction: -1 | 1) => void;
}): ReactNode {
  const { draft, running, known, onDraft } = props;
  const field = useRef<CommandFieldHandle>(null);
  const hintId = useId();
  const [at, setAt] = useState({ line: draft, row: 0, caret: 0, begun: 0 });
  const lines = useMemo(() => linesOf(draft), [draft]);
  const trouble = lineTrouble(lines);
  const several = draft.includes('\n');
  const hint: Hint = hintOf(at.line, at.caret, at.begun, known);
  const elsewhere = several ? unknownElsewhere(draft.split('\n'), at.row, known) : null;
  const ready = !props.closed && running === null && lines.length > 0 && trouble === null;

  useImperativeHandle(props.handle, () => ({
    put: (text) => field.current?.put(text),
    focus: () => field.current?.focus(),
  }));
  const send = (): void => {
    if (!ready) return;
    // Also when it was the button that was pressed: it is about to be another one.
    field.current?.focus();
    onDraft('');
    props.onSend(lines, lines.join('\n'));
  };
  const seeCaret = useCallback(
    (line: string, row: number, caret: number, begun: number) => setAt({ line, row, caret, begun }),
    [],
  );
  return (
    <div className="terminal-box">
      <div className={classes('terminal-input', props.disabled && 'disabled')}>
        <span className="terminal-prompt ui-mono" aria-hidden="true">
          {'>'}
        </span>
        <CommandField
          fieldRef={field}
          label={t`Command for ${props.name}`}
          value={draft}
          onChange={onDraft}
          list={known.list}
          history={props.history}
          disabled={props.disabled}
          onSend={send}
          onPage={props.onPage}
          onCaret={seeCaret}
          describedBy={hintId}
        />
        {running === null ? (
          <Button look="primary" disabled={!ready} shortcut="Enter" onPress={send}>
            {lines.length > 1 ? t`Send ${lines.length} lines` : t`Send`}
          </Button>
        ) : (
          <Button onPress={props.onCancel}>{t`Cancel`}</Button>
        )}
      </div>
      {running === null ? (
        <HintLine id={hintId} hint={hint} trouble={trouble} several={several} elsewhere={elsewhere} />
      ) : (
        <RunLine running={running} />
      )}
    </div>
  );
}
