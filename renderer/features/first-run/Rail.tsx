import type { ReactNode } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { Mark } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

export interface RailStep {
  readonly title: string;
  readonly note: string;
}

/** Where one is among the steps, numbered from 1, and where everything is kept. */
export function Rail(props: {
  readonly title: string;
  readonly at: number;
  readonly steps: readonly RailStep[];
}): ReactNode {
  const folder = useAccount()?.dataFolder ?? '';
  return (
    <aside className="fr-rail">
      <div className="fr-brand">
        <Mark size={24} />
        LabLink Console
      </div>
      <p className="ui-legend">{props.title}</p>
      <ol className="fr-steps">
        {props.steps.map((step, index) => (
          <Step key={step.title} {...step} number={index + 1} at={props.at} />
        ))}
      </ol>
      <p className="fr-place">
        {tx`Everything stays on this PC,${<br />}in ${<span className="ui-mono">{folder}</span>}`}
      </p>
    </aside>
  );
}

function Step(props: RailStep & { readonly number: number; readonly at: number }): ReactNode {
  const done = props.number < props.at;
  const current = props.number === props.at;
  return (
    <li className={classes(done && 'done', current && 'current')} aria-current={current ? 'step' : undefined}>
      <b aria-hidden="true">{done ? '✓' : props.number}</b>
      <div>
        <span>
          {props.title}
          {done && <span className="ui-sr">{t`, done`}</span>}
        </span>
        <small>{props.note}</small>
      </div>
    </li>
  );
}
