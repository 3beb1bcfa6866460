import { type ReactNode, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useClient, usePermissions, useSafety, useUi } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented, Select } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { SafetyPolicy } from '#shared/contract/safety.ts';
import { minuteOptions } from './minutes.ts';
import { RecoverySection } from './RecoverySection.tsx';
import './Settings.css';
import { t } from '#shared/language/t.ts';

const outputs = [
  { value: 'keep', label: t`Keep as they are` },
  { value: 'off', label: t`Switch off` },
] as const;

/** What becomes of outputs when nobody watches, and the recovery secret. For administrators. */
export function SettingsDialog(): ReactNode {
  const { ui } = useStores();
  const safety = useSafety();
  const { dialog } = useUi();
  const permissions = usePermissions();
  const close = (): void => ui.setState({ dialog: null });
  return (
    <Dialog title={t`Idle and sleep`} open={dialog === 'settings'} onClose={close} wide>
      {safety === null ? (
        <p className="ui-mute">{t`The policy is not known at the moment.`}</p>
      ) : (
        <PolicyForm policy={safety.policy} onDone={close} />
      )}
      {permissions.has('accounts:manage') && <RecoverySection />}
    </Dialog>
  );
}

function PolicyForm(props: { readonly policy: SafetyPolicy; readonly onDone: () => void }): ReactNode {
  const client = useClient();
  const call = useCall();
  const [draft, setDraft] = useState(props.policy);
  const save = async (): Promise<void> => {
    if ((await call.run(() => client.safety.setPolicy(draft))) !== null) props.onDone();
  };
  return (
    <form
      className="policy"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Select
        label={t`Lock when nobody touches this PC for`}
        options={minuteOptions(draft.idleMinutes)}
        value={String(draft.idleMinutes)}
        onChange={(minutes) => setDraft({ ...draft, idleMinutes: Number(minutes) })}
      />
      <div className="policy-row">
        <div className="ui-grow">
          <b>{t`Outputs, when it locks by itself`}</b>
          <p className="ui-mute">{t`Nobody is at the bench. Emergency stop works while locked.`}</p>
        </div>
        <Segmented
          label={t`Outputs, when it locks by itself`}
          options={outputs}
          value={draft.onIdleLock}
          disabled={draft.idleMinutes === 0}
          onChange={(onIdleLock) => setDraft({ ...draft, onIdleLock })}
        />
      </div>
      <div className="policy-row">
        <div className="ui-grow">
          <b>{t`Outputs, when this PC goes to sleep`}</b>
          <p className="ui-mute">{t`While it sleeps, nothing is read and nothing can be stopped from here.`}</p>
        </div>
        <Segmented
          label={t`Outputs, when this PC goes to sleep`}
          options={outputs}
          value={draft.onSleep}
          onChange={(onSleep) => setDraft({ ...draft, onSleep })}
        />
      </div>
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
      <div className="ui-dialog-actions">
        <Button look="quiet" onPress={props.onDone}>
          {t`Cancel`}
        </Button>
        <Button look="primary" size="large" type="submit">
          {call.busy ? t`Saving…` : t`Save the policy`}
        </Button>
      </div>
    </form>
  );
}
