import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { progressPart, progressWords, type WorkProgress } from '#renderer/ui/work-words.ts';

/** Long work in the dialog that began it. Closing the dialog hides it; only Cancel ends it. */
export function JobView(props: {
  readonly title: string;
  readonly progress: WorkProgress | null;
  readonly onHide: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { title, progress } = props;
  return (
    <>
      <div className="bk-job-view">
        <b>{progress?.stage ?? title}</b>
        <Progress label={title} part={progress === null ? null : progressPart(progress)}>
          {progress === null ? 'Beginning…' : progressWords(progress)}
        </Progress>
      </div>
      <p className="ui-mute">The bench keeps running. Closing this hides it; the work goes on.</p>
      <div className="ui-dialog-actions">
        <Button onPress={props.onCancel}>Cancel it</Button>
        <Button look="primary" shortcut="Esc" autoFocus onPress={props.onHide}>
          Hide
        </Button>
      </div>
    </>
  );
}
