import { type ReactNode, useState } from 'react';
import { useAccount, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Mark } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { AccountStep } from './AccountStep.tsx';
import { AuthenticatorStep } from './AuthenticatorStep.tsx';
import { CodesStep } from './CodesStep.tsx';
import { ConfirmCode } from './ConfirmCode.tsx';
import type { EnrolmentData } from './enrolment.ts';
import { StepHead } from './StepHead.tsx';
import { type FirstRunStep, firstRunStep } from './steps.ts';
import './FirstRun.css';

const numbers = { account: 1, authenticator: 2, again: 2, codes: 3 } as const satisfies Record<
  FirstRunStep,
  number
>;

/** Making the first account. Secrets stay in this component's memory and nowhere else. */
export function FirstRunScreen(): ReactNode {
  const account = useAccount();
  const client = useClient();
  const call = useCall();
  const [enrolment, setEnrolment] = useState<EnrolmentData | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (account === null) return null;
  const step = firstRunStep(account.phase, { enrolment: enrolment !== null, codes: codes !== null });
  const startOver = (): void => {
    void call
      .run(() => client.accounts.firstRunCancel({}))
      .then((answer) => {
        if (answer === null) return;
        setEnrolment(null);
        setCodes(null);
      });
  };
  const name = enrolment?.account ?? '';
  const at = numbers[step];
  return (
    <div className="fr">
      <aside className="fr-rail">
        <div className="fr-brand">
          <Mark size={24} />
          LabLink Console
        </div>
        <p className="ui-legend">First run</p>
        <ol className="fr-steps">
          <RailStep
            number={1}
            at={at}
            title="Administrator"
            note={name === '' ? 'Name and password' : name}
          />
          <RailStep number={2} at={at} title="Second factor" note="Scan, then confirm" />
          <RailStep number={3} at={at} title="Recovery codes" note="Ten, shown once" />
          <RailStep number={4} at={at} title="Bench" note="Add instruments or the simulated bench" />
        </ol>
        <p className="fr-place">
          Everything stays on this PC,
          <br />
          in <span className="ui-mono">{account.dataFolder}</span>
        </p>
      </aside>
      <main className="fr-main">
        {step === 'account' && <AccountStep call={call} onBegun={setEnrolment} />}
        {step === 'authenticator' && enrolment !== null && (
          <AuthenticatorStep call={call} enrolment={enrolment} onCodes={setCodes} onBack={startOver} />
        )}
        {step === 'again' && (
          <div className="fr-step">
            <StepHead number={2} title="Type another code">
              This window was loaded again and has forgotten the recovery codes. A new code from the app shows
              ten new ones; those shown before do not count.
            </StepHead>
            <ConfirmCode call={call} onCodes={setCodes} onBack={startOver} />
          </div>
        )}
        {step === 'codes' && codes !== null && (
          <CodesStep call={call} codes={codes} name={name} onBack={startOver} />
        )}
      </main>
    </div>
  );
}

function RailStep(props: { number: number; at: number; title: string; note: string }): ReactNode {
  const done = props.number < props.at;
  const current = props.number === props.at;
  return (
    <li className={classes(done && 'done', current && 'current')} aria-current={current ? 'step' : undefined}>
      <b aria-hidden="true">{done ? '✓' : props.number}</b>
      <div>
        <span>
          {props.title}
          {done && <span className="ui-sr">, done</span>}
        </span>
        <small>{props.note}</small>
      </div>
    </li>
  );
}
