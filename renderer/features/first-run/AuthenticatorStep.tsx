import type { ReactNode } from 'react';
import { ConfirmCode, type ConfirmProps } from './ConfirmCode.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import type { EnrolmentData } from './enrolment.ts';
import { QrCode } from './QrCode.tsx';
import { StepHead } from './StepHead.tsx';
import { groupKey } from './steps.ts';
import { t } from '#shared/language/t.ts';

/** Scan the key or type it, then prove it with a code. */
export function AuthenticatorStep(
  props: ConfirmProps & { readonly number: number; readonly enrolment: EnrolmentData },
): ReactNode {
  const { enrolment, number, ...confirm } = props;
  return (
    <div className="fr-step">
      <StepHead number={number} title={t`Second factor`}>
        {t`Scan with any authenticator app, then type the code it shows.`}
      </StepHead>
      <div className="fr-scan">
        <QrCode
          text={enrolment.uri}
          label={t`QR code with the key. The same key stands beside it as text.`}
        />
        <div className="fr-key">
          <span className="ui-legend" id="fr-key-label">
            {t`No camera? Type this key`}
          </span>
          <div className="fr-key-box">
            <code className="ui-grow" aria-labelledby="fr-key-label">
              {groupKey(enrolment.secret)}
            </code>
            <CopyButton text={enrolment.secret} size="small">
              {t`Copy`}
            </CopyButton>
          </div>
          <p className="ui-dim">
            {enrolment.issuer}: {enrolment.account}
            <br />
            {t`Time based, SHA-1, 6 digits, every 30 s`}
          </p>
          <ConfirmCode {...confirm} />
        </div>
      </div>
    </div>
  );
}
