import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Progress } from './Progress.tsx';
import { progressPart, progressWords, type WorkProgress } from './work-words.ts';
import './WorkBar.css';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Long work while it goes on: what is done now, how far, how fast, how long still, and Cancel. */
export function WorkBar(props: {
  /** What the whole work is called. */
  readonly label: string;
  /** Null until the first word of it has come. */
  readonly progress: WorkProgress | null;
  readonly onCancel: () => void;
}): ReactNode {
  const { progress } = props;
  return (
    <div className="ui-work">
      <div>
        <b>{progress === null ? props.label : said(progress.stage)}</b>
        <Progress label={props.label} part={progress === null ? null : progressPart(progress)}>
          {progress === null ? t`Beginning…` : progressWords(progress)}
        </Progress>
      </div>
      <Button size="small" onPress={props.onCancel}>
        {t`Cancel`}
      </Button>
    </div>
  );
}
