import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { type Option, Segmented } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { HeldWord } from '#shared/contract/channels.ts';
import { t } from '#shared/language/t.ts';

/** For the panel's key. */
export interface WordFieldHandle {
  focus(): void;
}

interface WordFieldProps {
  readonly label: string;
  /** The label is a heading: the field speaks for the whole channel. */
  readonly heading?: boolean;
  /** What it is about is said above it already: the label is for screen readers. */
  readonly named?: boolean;
  readonly shortcut?: string;
  readonly options: readonly Option<string>[];
  readonly held: HeldWord | null;
  readonly small?: boolean;
  readonly mayControl: boolean;
  /** Nothing can be chosen now: there is no link, or the instrument is at its front panel. */
  readonly gone: boolean;
  readonly changed: string | null;
  /** Why the word that was chosen last was not taken. */
  readonly problem?: string | null;
  /** At the end of its line: how the channel is. */
  readonly end?: ReactNode;
  readonly onChoose: (word: string) => void;
  readonly onSeen: () => void;
  readonly handle?: Ref<WordFieldHandle>;
}

/** What is chosen by a word: the words side by side, the one that was read back in ink. */
export function WordField(props: WordFieldProps): ReactNode {
  const { label, options, held, gone, changed, mayControl } = props;
  const root = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.handle, () => ({
    focus: () => {
      const button = (which: string): HTMLElement | null | undefined => root.current?.querySelector(which);
      (button('[data-selected]') ?? button('button'))?.focus();
    },
  }));
  const known = !gone && held !== null && held.state !== 'unknown' && held.value !== null;
  const called = (word: string | null): string | null =>
    word === null ? null : (options.find(({ value }) => value === word)?.label ?? word);
  const was = called(held?.was ?? null);
  // Read back, and none of the words there are: it is said rather than left out.
  const other = known && !options.some(({ value }) => value === held.value) ? held.value : null;
  const news = known && changed !== null && (
    <span className="ui-num-changed">
      <Icon name="knob" size={13} weight={1.6} />
      <span>
        {changed}
        {was !== null && t` (was ${was})`}
      </span>
    </span>
  );
  const Legend = props.heading ? 'h3' : 'span';
  return (
    <div className={classes('bench-word', props.named && 'named')} ref={root} onBlur={props.onSeen}>
      <div className="ui-num-top">
        <Legend className={props.named ? 'ui-sr' : 'ui-legend'}>{label}</Legend>
        {mayControl && !gone && props.shortcut !== undefined && <Kbd keys={props.shortcut} />}
        {!known && <StateWord kind="unknown" />}
        {known && held.state === 'pending' && <StateWord kind="pending" />}
        {other !== null && mayControl && <b className="ui-read">{other}</b>}
        {!props.small && news}
        {(props.end ?? null) !== null && <span className="ui-grow" />}
        {props.end}
      </div>
      {mayControl ? (
        <Segmented
          label={label}
          small={props.small ?? false}
          options={options}
          value={known ? (held.value ?? '') : ''}
          disabled={gone}
          onChange={(word) => {
            if (word !== held?.value) props.onChoose(word);
          }}
        />
      ) : (
        <b className="bench-word-held">{known ? called(held.value) : t`Not known`}</b>
      )}
      {(props.problem ?? null) !== null && (
        <span className="ui-num-problem" role="alert">
          <Icon name="fault" size={13} weight={1.6} />
          <span>{props.problem}</span>
        </span>
      )}
      {props.small && news}
    </div>
  );
}
