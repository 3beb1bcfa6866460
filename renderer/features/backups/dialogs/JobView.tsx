import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { stepWord } from '#renderer/features/backups/stages.ts';
import { progressPart, progressWords, type WorkProgress } from '#renderer/ui/work-words.ts';
import { t } from '#shared/language/t.ts';

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
        <b>{progress === null ? title : stepWord(progress.stage)}</b>
        <Progress label={title} part={progress === null ? null : progressPart(progress)}>
          {progress === null ? t`Beginning…` : progressWords(progress)}
        </Progress>
      </div>
      <p className="ui-mute">{t`The bench keeps running. Closing this hides it; the work goes on.`}</p>
      <div className="ui-dialog-actions">
        <Button onPress={props.onCancel}>{t`Cancel it`}</Button>
        <Button look="primary" shortcut="Esc" autoFocus onPress={props.onHide}>
          {t`Hide`}
        </Button>
      </div>
    </>
  );
}
