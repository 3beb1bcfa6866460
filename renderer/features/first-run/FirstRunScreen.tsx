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
import { t } from '#shared/language/t.ts';

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
        title={t`First run`}
        at={numbers[step]}
        steps={[
          { title: t`Administrator`, note: name === '' ? t`Name and password` : name },
          { title: t`Second factor`, note: t`Scan, then confirm` },
          { title: t`Recovery codes`, note: t`And the recovery secret, shown once` },
          { title: t`Bench`, note: t`Add instruments or the simulated bench` },
        ]}
      />
      <main className="fr-main">
        {step === 'account' && (
          <AccountStep
            call={call}
            number={1}
            title={t`Make the first administrator`}
            note={t`Nothing is stored before the last step.`}
            begin={begin}
          >
            {t`This account may do everything.`}
          </AccountStep>
        )}
        {step === 'authenticator' && enrolment !== null && (
          <AuthenticatorStep {...confirming} number={2} enrolment={enrolment} />
        )}
        {step === 'again' && (
          <div className="fr-step">
            <StepHead number={2} title={t`Type another code`}>
              {t`This window was loaded again and has forgotten the recovery codes. A new code from the app shows ten new ones; those shown before do not count.`}
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
            finishing={t`Making the account…`}
            onBack={startOver}
          />
        )}
      </main>
    </div>
  );
}
