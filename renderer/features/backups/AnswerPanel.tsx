import type { ReactNode, Ref } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import { answer, type Step } from './answer.ts';
import { DayStrip } from './DayStrip.tsx';
import type { May } from './may.ts';
import { t } from '#shared/language/t.ts';

const seals = { good: 'check', warn: 'warning', bad: 'fault' } as const;

/** Words of the first step, and who may take it. */
const steps: Readonly<Record<Step, readonly [string, keyof May]>> = {
  'set-up': [t`Set up backups`, 'manage'],
  'add-place': [t`Add a place`, 'manage'],
  'back-up': [t`Back up now`, 'run'],
  prove: [t`Prove a key`, 'run'],
  rehearse: [t`Rehearse now`, 'run'],
  look: [t`See the copies`, 'run'],
};

/** "Can I get it back?", answered before anything else is said. */
export function AnswerPanel(props: {
  readonly state: BackupState;
  readonly may: May;
  readonly busy: boolean;
  readonly onStep: (step: Step) => void;
  readonly onRestore: () => void;
  readonly onVerifyAll: () => void;
  readonly onBackUp: () => void;
  readonly panelRef: Ref<HTMLElement>;
}): ReactNode {
  const { state, may, busy } = props;
  const now = useNow(60_000);
  const { tone, title, lines, step } = answer(state, now);
  const can = state.recipients.length > 0 && state.destinations.length > 0;
  // What the head of the panel offers already is not offered twice.
  const extra = step === null || step === 'back-up' || !may[steps[step][1]] ? null : step;
  return (
    <Panel
      title={t`Backups`}
      icon="backups"
      flush
      panelRef={props.panelRef}
      actions={
        may.run &&
        can && (
          <>
            <Button size="small" shortcut="V" disabled={busy} onPress={props.onVerifyAll}>
              {t`Compare all`}
            </Button>
            <Button size="small" look="primary" shortcut="B" disabled={busy} onPress={props.onBackUp}>
              {t`Back up now`}
            </Button>
          </>
        )
      }
    >
      <div className="bk-answer">
        <span className={classes('bk-seal', tone)} aria-hidden="true">
          <Icon name={seals[tone]} size={tone === 'good' ? 38 : 30} weight={tone === 'good' ? 1.3 : 1.2} />
        </span>
        <div className="bk-answer-words" role="status">
          <h2>{title}</h2>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {extra !== null && (
          <Button
            look={extra === 'rehearse' ? 'default' : 'primary'}
            size="large"
            disabled={busy && extra === 'rehearse'}
            onPress={() => props.onStep(extra)}
          >
            {steps[extra][0]}
          </Button>
        )}
        {step === 'set-up' && may.manage && (
          <Button size="large" disabled={busy} onPress={props.onRestore}>
            {t`Restore from another PC…`}
          </Button>
        )}
        <DayStrip days={state.days} />
      </div>
    </Panel>
  );
}
