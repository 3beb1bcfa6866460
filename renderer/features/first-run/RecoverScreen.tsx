import { type ReactNode, useState } from 'react';
import { useAccount, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import type { Kept } from '#shared/contract/accounts.ts';
import { faultShape } from '#shared/faults.ts';
import { AccountStep } from './AccountStep.tsx';
import { AuthenticatorStep } from './AuthenticatorStep.tsx';
import { CodesStep } from './CodesStep.tsx';
import { ConfirmCode } from './ConfirmCode.tsx';
import type { AccountData, EnrolmentData } from './enrolment.ts';
import { noProof } from './proof.ts';
import { ProofStep } from './ProofStep.tsx';
import { Rail } from './Rail.tsx';
import { StepHead } from './StepHead.tsx';
import { enrolmentStep } from './steps.ts';
import './FirstRun.css';
import { t } from '#shared/language/t.ts';

/** An administrator is made anew. Secrets stay in this component's memory and nowhere else. */
export function RecoverScreen({ onLeave }: { readonly onLeave: () => void }): ReactNode {
  const account = useAccount();
  const client = useClient();
  const call = useCall();
  const [proof, setProof] = useState(noProof);
  const [proven, setProven] = useState(false);
  const [typo, setTypo] = useState<string | null>(null);
  const [enrolment, setEnrolment] = useState<EnrolmentData | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  if (account === null) return null;
  const shown = enrolmentStep(account.phase, { enrolment: enrolment !== null, kept: kept !== null });
  const step = shown === 'account' && !proven ? 'proof' : shown;
  const numbers = { proof: 1, account: 2, authenticator: 3, again: 3, codes: 4 } as const;

  const backToProof = (): void => {
    call.clear();
    setProven(false);
  };
  /** The code in the file was used: whoever begins again needs another one. */
  const startOver = (): void => {
    void call
      .run(() => client.accounts.recoverCancel({}))
      .then((answer) => {
        if (answer === null) return;
        setEnrolment(null);
        setKept(null);
        setProof({ ...proof, challenge: '', file: null });
        setProven(false);
      });
  };
  const { challenge, secret } = proof;
  const begin = async (typed: AccountData): Promise<boolean> => {
    const begun = await call.run(async () => {
      try {
        return await client.accounts.recoverBegin({ challenge, secret, ...typed });
      } catch (error) {
        const { message, remedy, details } = faultShape(error);
        if (details['field'] === 'secret') {
          setTypo(`${message} ${remedy}`);
          setProven(false);
        }
        throw error;
      }
    });
    if (begun !== null) setEnrolment(begun);
    return begun !== null;
  };
  const confirming = {
    call,
    confirm: (code: string) => client.accounts.recoverConfirm({ code }),
    onKept: setKept,
    onBack: startOver,
  };
  const name = enrolment?.account ?? '';
  return (
    <div className="fr">
      <Rail
        title={t`Recovery`}
        at={numbers[step]}
        steps={[
          { title: t`Proof`, note: t`A code from the data folder, and the secret` },
          { title: t`Administrator`, note: name === '' ? t`Name and new password` : name },
          { title: t`Second factor`, note: t`A new key: scan, then confirm` },
          { title: t`Recovery codes`, note: t`New ones, and a new secret` },
        ]}
      />
      <main className="fr-main">
        {step === 'proof' && (
          <ProofStep
            proof={proof}
            onChange={(next) => {
              if (next.secret !== proof.secret) setTypo(null);
              setProof(next);
            }}
            typo={typo}
            onDone={() => {
              call.clear();
              setProven(true);
            }}
            onBack={onLeave}
          />
        )}
        {step === 'account' && (
          <AccountStep
            call={call}
            number={2}
            title={t`Name the administrator`}
            note={t`Nothing is changed before the last step.`}
            begin={begin}
            back={{ text: t`Check code and secret`, onPress: backToProof }}
          >
            {t`An administrator's own name, or a new one. In the end whoever is signed in under this name is signed out, and their tokens are void.`}
          </AccountStep>
        )}
        {step === 'authenticator' && enrolment !== null && (
          <AuthenticatorStep {...confirming} number={3} enrolment={enrolment} />
        )}
        {step === 'again' && (
          <div className="fr-step">
            <StepHead number={3} title={t`Type another code`}>
              {t`This window was loaded again and has forgotten the new codes and the new secret. Another code from the app shows new ones; those shown before do not count.`}
            </StepHead>
            <ConfirmCode {...confirming} />
          </div>
        )}
        {step === 'codes' && kept !== null && (
          <CodesStep
            call={call}
            number={4}
            kept={kept}
            name={name}
            finish={() => client.accounts.recoverFinish({})}
            finishing={t`Replacing…`}
            onBack={startOver}
          />
        )}
      </main>
    </div>
  );
}
