import { type ReactNode, useState } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import type { Call } from '#renderer/stores/use-call.ts';
import { usePutAway } from '#renderer/stores/use-put-away.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { CodeList } from '#renderer/ui/CodeList.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import type { Kept } from '#shared/contract/accounts.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Refusal } from './Refusal.tsx';
import { SecretBox } from './SecretBox.tsx';
import { StepHead } from './StepHead.tsx';
import { keptText } from './steps.ts';
import { t } from '#shared/language/t.ts';

/** Ten codes and the recovery secret, shown once. Goes on only when they were printed, saved or copied, and the person says so. */
export function CodesStep(props: {
  readonly call: Call;
  readonly number: number;
  readonly kept: Kept;
  readonly name: string;
  /** The last step: stores everything. */
  readonly finish: () => Promise<unknown>;
  /** What it says while that is under way. */
  readonly finishing: string;
  readonly onBack: () => void;
}): ReactNode {
  const host = useAccount()?.host ?? '';
  const { call } = props;
  const { recoveryCodes, recoverySecret } = props.kept;
  const [safe, setSafe] = useState(false);
  const [day] = useState(() => dayText(Date.now()));
  const text = keptText({ host, name: props.name, day }, props.kept);
  const away = usePutAway({ text, file: `lablink-recovery-codes-${host || 'console'}.txt` });
  return (
    <form
      className="fr-step"
      onSubmit={(event) => {
        event.preventDefault();
        if (away.how !== null && safe) void call.run(props.finish);
      }}
    >
      <StepHead
        number={props.number}
        title={t`Recovery codes`}
        focus
        aside={
          <Badge tone="warn" icon="warning">
            {t`Shown once`}
          </Badge>
        }
      >
        {t`Each signs you in once if you lose your phone. Keep them away from this PC.`}
      </StepHead>
      <div className="fr-codes">
        <div data-print="">
          <p className="print-only">
            {t`LabLink Console: recovery codes of ${props.name} on ${host}, ${day}. Each signs in once.`}
          </p>
          <CodeList codes={recoveryCodes} />
          <SecretBox secret={recoverySecret} host={host} day={day} />
        </div>
        <div className="fr-keep">
          <Button icon="print" size="large" wide shortcut="Ctrl P" onPress={away.print}>
            {t`Print`}
          </Button>
          <Button icon="save" size="large" wide shortcut="Ctrl S" onPress={away.save}>
            {t`Save file`}
          </Button>
          <CopyButton text={text} size="large" wide onCopied={away.copied}>
            {t`Copy all`}
          </CopyButton>
          <p className="fr-kept" role="status">
            {away.how !== null && (
              <>
                <Icon name="check" size={14} />
                {away.how}
              </>
            )}
          </p>
        </div>
      </div>
      <div className="fr-foot ruled">
        <div className="ui-grow">
          <Checkbox value={safe} onChange={setSafe} disabled={away.how === null}>
            {t`I have put the codes and the secret somewhere safe`}
          </Checkbox>
          {away.how === null && <p className="ui-dim">{t`Print, save or copy them first.`}</p>}
        </div>
        <Button look="quiet" onPress={props.onBack}>
          {t`Start over`}
        </Button>
        <Button
          look="primary"
          size="large"
          type="submit"
          shortcut="Enter"
          disabled={away.how === null || !safe}
        >
          {call.busy ? props.finishing : t`Continue to the bench`}
        </Button>
      </div>
      <Refusal call={call} />
    </form>
  );
}
