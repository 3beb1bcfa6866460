import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes, vars } from '#renderer/ui/vars.ts';
import {
  formatBytes,
  progressPart,
  progressWords,
  type WorkProgress,
  units,
} from '#renderer/ui/work-words.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { stagesOf, stepWord } from './stages.ts';
import { t } from '#shared/language/t.ts';

type Running = NonNullable<BackupState['running']>;

const meanwhile = {
  backup: t`The bench keeps running. Cancelling leaves nothing behind.`,
  verify: t`The bench keeps running. Only reads.`,
  drill: t`The bench keeps running. Goes to a scratch folder, which is removed.`,
  restore: t`The bench keeps running. Nothing changes before the next start.`,
} as const satisfies Record<Running['what'], string>;

const amount = (value: number, { unit }: WorkProgress): string =>
  unit === 'bytes' ? formatBytes(value) : `${formatFixed(Math.round(value), 0)} ${units[unit]}`;

/** The long work that runs: how far on the ruler, how much, how fast, how long still, and its stages. */
export function JobStrip(props: {
  readonly what: Running['what'];
  readonly title: string;
  readonly progress: WorkProgress | null;
  /** Null: this person may not end it. */
  readonly onCancel: (() => void) | null;
}): ReactNode {
  const { what, title, progress, onCancel } = props;
  const part = progress === null ? null : progressPart(progress);
  const stages = stagesOf(what, progress?.stage ?? t`Beginning`, part);
  return (
    <section className="bk-job" aria-label={title} data-panel="" tabIndex={-1}>
      <div className="bk-job-what">
        <StateWord kind="pending">{t`Running`}</StateWord>
        <b>{title}</b>
        <p>{meanwhile[what]}</p>
      </div>
      <div className="bk-job-ruler">
        <div className="bk-job-figures">
          <span className="bk-job-part">
            {part === null ? '− −' : Math.floor(part * 100)}
            <small>%</small>
          </span>
          <dl>
            <Figure name={t`Done`}>
              {progress === null ? '−' : amount(progress.done, progress)}
              {progress !== null && progress.of !== null && (
                <span> {t`of ${amount(progress.of, progress)}`}</span>
              )}
            </Figure>
            <Figure name={t`Rate`}>
              {progress === null || progress.rate === null ? '−' : `${amount(progress.rate, progress)}/s`}
            </Figure>
            <Figure name={t`Left`}>
              {progress === null || progress.leftS === null
                ? '−'
                : formatDuration(Math.ceil(progress.leftS) * 1000)}
            </Figure>
          </dl>
        </div>
        <ProgressBar
          className="bk-job-parts"
          aria-label={title}
          value={(part ?? 0) * 100}
          isIndeterminate={part === null}
          valueLabel={
            progress === null ? t`Beginning` : `${stepWord(progress.stage)}: ${progressWords(progress)}`
          }
        >
          {stages.map((stage) => (
            <span key={stage.name} className={stage.state}>
              <span className="bk-job-ticks" />
              <span
                className={classes('bk-job-bar', stage.part === null && 'pend')}
                style={vars({ '--part': stage.part ?? 1 })}
              />
              <small>
                {stage.state === 'done' && '✓ '}
                {stage.name}
              </small>
            </span>
          ))}
        </ProgressBar>
      </div>
      {onCancel !== null && (
        <Button size="large" shortcut="Del" onPress={onCancel}>
          {t`Cancel`}
        </Button>
      )}
    </section>
  );
}

function Figure(props: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="ui-legend">{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
