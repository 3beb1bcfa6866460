import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { formatFixed } from '#shared/quantity/format.ts';
import type { HistoryList } from './list.ts';
import { t } from '#shared/language/t.ts';

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
        <StateWord kind="unknown">{t`${formatFixed(interrupted, 0)} in flight when the console ended`}</StateWord>
      )}
      {waiting > 0 || list.torn ? (
        <Button size="small" shortcut="N" onPress={props.onNewer}>
          {list.torn
            ? t`Many newer rows: show`
            : waiting === 1
              ? t`1 newer row: show`
              : t`${formatFixed(waiting, 0)} newer rows: show`}
        </Button>
      ) : (
        <StateWord kind={paused || scrolled ? 'off' : 'live'}>
          {paused ? t`Paused` : scrolled ? t`Scrolled back` : t`Live`}
        </StateWord>
      )}
      <Button size="small" shortcut="P" onPress={props.onPause}>
        {paused ? t`Go on` : t`Pause`}
      </Button>
    </>
  );
}
