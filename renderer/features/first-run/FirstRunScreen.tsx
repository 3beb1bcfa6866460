import { type ReactNode, useState } from 'react';
import { useAccount, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import type { Kept } from '#shared/contract/accounts.ts';
import { AccountStep } from './AccountStep.tsx';
import { AuthenticatorStep } from './AuthenticatorStep.tsx';
import { CodesStep } from './CodesStep.tsx';
import { ConfirmCode } from './ConfirmCode.tsx';
import type { AccountData, EnrolmentData } from './enrolment.ts';
import { Rail } from './Rail.tsx';
import { StepHead } from './StepHead.tsx';
import { type EnrolmentStep, enrolmentStep } from './steps.ts';
import './FirstRun.css';

const numbers = { account: 1, authenticator: 2, again: 2, codes: 3 } as const satisfies Record<
  EnrolmentStep,
  number
>;

/** Making the first account. Secrets stay in this component's memory and nowhere else. */
export function FirstRunScreen(): ReactNode {
  const account = useAccount();
  const client = useClient();
  const call = useCall();
  const [enrolment, setEnrolment] = useState<EnrolmentData | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  if (account === null) return null;
  const step = enrolmentStep(account.phase, { enrolment: enrolment !== null, kept: kept !== null });
  const startOver = (): void => {
    void call
      .run(() => client.accounts.firstRunCancel({}))
      .then((answer) => {
        if (answer === null) return;
        setEnrolment(null);
        setKept(null);
      });
  };
  const begin = async (typed: AccountData): Promise<boolean> => {
    const begun = await call.run(() => client.accounts.firstRunBegin(typed));
    if (begun !== null) setEnrolment(begun);
    return begun !== null;
  };
  const confirming = {
    call,
    confirm: (code: string) => client.accounts.firstRunConfirm({ code }),
    onKept: setKept,
    onBack: startOver,
  };
  const name = enrolment?.account ?? '';
  return (
    <div className="fr">
      <Rail
        title="First run"
        at={numbers[step]}
        steps={[
          { title: 'Administrator', note: name === '' ? 'Name and password' : name },
          { title: 'Second factor', note: 'Scan, then confirm' },
          { title: 'Recovery codes', note: 'And the recovery secret, shown once' },
          { title: 'Bench', note: 'Add instruments or the simulated bench' },
        ]}
      />
      <main className="fr-main">
        {step === 'account' && (
          <AccountStep
            call={call}
            number={1}
            title="Make the first administrator"
            note="Nothing is stored before the last step."
            begin={begin}
          >
            This account may do everything.
          </AccountStep>
        )}
        {step === 'authenticator' && enrolment !== null && (
          <AuthenticatorStep {...confirming} number={2} enrolment={enrolment} />
        )}
        {step === 'again' && (
          <div className="fr-step">
            <StepHead number={2} title="Type another code">
              This window was loaded again and has forgotten the recovery codes. A new code from the app shows
              ten new ones; those shown before do not count.
            </StepHead>
            <ConfirmCode {...confirming} />
          </div>
        )}
        {step === 'codes' && kept !== null && (
          <CodesStep
            call={call}
            number={3}
            kept={kept}
            name={name}
            finish={() => client.accounts.firstRunFinish({})}
            finishing="Making the account…"
            onBack={startOver}
          />
        )}
      </main>
    </div>
  );
}
