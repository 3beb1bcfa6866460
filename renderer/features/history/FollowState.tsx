import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { formatFixed } from '#shared/quantity/format.ts';
import type { HistoryList } from './list.ts';

/** Whether new rows appear by themselves, how many wait, and how it goes on. */
export function FollowState(props: {
  readonly list: HistoryList;
  readonly paused: boolean;
  readonly scrolled: boolean;
  /** Commands that were in flight when a console ended. */
  readonly interrupted: number;
  readonly onPause: () => void;
  readonly onNewer: () => void;
}): ReactNode {
  const { list, paused, scrolled, interrupted } = props;
  const waiting = list.held.length;
  return (
    <>
      {interrupted > 0 && (
        <StateWord kind="unknown">{formatFixed(interrupted, 0)} in flight when the console ended</StateWord>
      )}
      {waiting > 0 || list.torn ? (
        <Button size="small" shortcut="N" onPress={props.onNewer}>
          {list.torn ? 'Many' : formatFixed(waiting, 0)} newer {waiting === 1 && !list.torn ? 'row' : 'rows'}:
          show
        </Button>
      ) : (
        <StateWord kind={paused || scrolled ? 'off' : 'live'}>
          {paused ? 'Paused' : scrolled ? 'Scrolled back' : 'Live'}
        </StateWord>
      )}
      <Button size="small" shortcut="P" onPress={props.onPause}>
        {paused ? 'Go on' : 'Pause'}
      </Button>
    </>
  );
}
