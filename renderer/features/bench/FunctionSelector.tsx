import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { ChannelInfo, HeldWord } from '#shared/contract/channels.ts';
import { functionKey } from './panel-keys.ts';
import { waveIcon } from './wave.ts';

/** For the panel's key. */
export interface FunctionSelectorHandle {
  focus(): void;
}

interface FunctionSelectorProps {
  readonly functions: NonNullable<ChannelInfo['functions']>;
  readonly held: HeldWord | null;
  /** Words of waveforms have their drawing. */
  readonly drawn: boolean;
  readonly mayControl: boolean;
  /** Nothing can be chosen now: there is no link, or the instrument is at its front panel. */
  readonly gone: boolean;
  readonly changed: string | null;
  /** At the end of its line: how the channel is. */
  readonly end?: ReactNode;
  readonly onChoose: (word: string) => void;
  readonly onSeen: () => void;
  readonly handle: Ref<FunctionSelectorHandle>;
}

/** What the instrument does: its functions side by side, the one that was read back in ink. */
export function FunctionSelector(props: FunctionSelectorProps): ReactNode {
  const { functions, held, gone, changed, mayControl, onSeen } = props;
  const root = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.handle, () => ({
    focus: () => {
      const button = (which: string): HTMLElement | null | undefined => root.current?.querySelector(which);
      (button('[data-selected]') ?? button('button'))?.focus();
    },
  }));
  const known = !gone && held !== null && held.state !== 'unknown' && held.value !== null;
  const label = (word: string | null): string | null =>
    word === null ? null : (functions.find((each) => each.word === word)?.label ?? word);
  const was = label(held?.was ?? null);
  return (
    <div className="bench-function" ref={root} onBlur={onSeen}>
      <div className="ui-num-top">
        <h3 className="ui-legend">Function</h3>
        {mayControl && !gone && <Kbd keys={functionKey} />}
        {!known && <StateWord kind="unknown" />}
        {known && held.state === 'pending' && <StateWord kind="pending" />}
        {known && changed !== null && (
          <span className="ui-num-changed">
            <Icon name="knob" size={13} weight={1.6} />
            <span>
              {changed}
              {was !== null && ` (was ${was})`}
            </span>
          </span>
        )}
        <span className="ui-grow" />
        {props.end}
      </div>
      {mayControl ? (
        <Segmented
          label="Function"
          options={functions.map(({ word, label }) => {
            const icon = props.drawn ? waveIcon(word) : null;
            return { value: word, label, ...(icon === null ? {} : { icon }) };
          })}
          value={known ? (held.value ?? '') : ''}
          disabled={gone}
          onChange={(word) => {
            if (word !== held?.value) props.onChoose(word);
          }}
        />
      ) : (
        <b className="bench-function-word">{known ? label(held.value) : 'Not known'}</b>
      )}
    </div>
  );
}
