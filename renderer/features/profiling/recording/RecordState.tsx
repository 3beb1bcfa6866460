import type { ReactNode } from 'react';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { progressPart } from '#renderer/ui/work-words.ts';
import type { Recording, RecordingDesk } from './recording.ts';
import { endWords, goingWords } from './record-words.ts';
import { t } from '#shared/language/t.ts';

/** A recording while it goes on, and how it ended. */
export function RecordState(props: {
  readonly running: Recording['running'];
  readonly end: Recording['end'];
  readonly desk: RecordingDesk;
  readonly onShow?: () => void;
}): ReactNode {
  const { running, end, desk, onShow } = props;
  if (running !== null) {
    const { progress, input } = running;
    return (
      <div className="deep-going">
        <Progress label={t`Recording`} part={progress === null ? null : progressPart(progress)}>
          {goingWords(input, progress)}
        </Progress>
        <Button size="small" onPress={() => desk.cancel()}>
          {t`Cancel`}
        </Button>
      </div>
    );
  }
  if (end === null) return null;
  const words = endWords(end);
  return (
    <div className="deep-end" role={end.what === 'fault' ? 'alert' : 'status'}>
      {end.what === 'fault' ? <StateWord kind="fault">{t`Not recorded`}</StateWord> : null}
      <span className="ui-grow">{words}</span>
      {end.what === 'kept' && onShow !== undefined && (
        <Button
          size="small"
          icon="trend"
          onPress={() => {
            desk.putAside();
            onShow();
          }}
        >
          {t`Show`}
        </Button>
      )}
      <IconButton
        size="small"
        look="quiet"
        icon="close"
        label={t`Put this aside`}
        onPress={() => desk.putAside()}
      />
    </div>
  );
}
