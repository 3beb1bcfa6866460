import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { codesLines } from '#renderer/stores/codes-text.ts';
import { useAccount, useClient, useUi } from '#renderer/stores/hooks.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { usePutAway } from '#renderer/stores/use-put-away.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { CodeList } from '#renderer/ui/CodeList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { KeepRow } from '#renderer/ui/KeepRow.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { t } from '#shared/language/t.ts';

/** Makes ten new recovery codes of one's own. */
export function NewCodesDialog(): ReactNode {
  const { ui } = useStores();
  const { dialog } = useUi();
  const close = (): void => ui.setState({ dialog: null });
  return (
    <Dialog title={t`New recovery codes`} open={dialog === 'recovery-codes'} onClose={close} wide>
      <NewCodes onClose={close} />
    </Dialog>
  );
}

/** The codes are in this component's memory alone, and it is gone with the dialog. */
function NewCodes({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return codes === null ? (
    <AskPassword onMade={setCodes} onClose={onClose} />
  ) : (
    <Keep codes={codes} onClose={onClose} />
  );
}

const leftWords = (left: number): string =>
  left === 0
    ? t`None is left at the moment.`
    : left === 1
      ? t`The one that is left becomes void.`
      : t`The ${left} that are left become void.`;

function AskPassword(props: {
  readonly onMade: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const left = useAccount()?.user?.recoveryCodesLeft ?? 0;
  const [password, setPassword] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wait > 0) return;
    if (password === '') return input.current?.focus();
    const answer = await call.run(() => client.accounts.renewRecoveryCodes({ password }));
    if (answer === null) return input.current?.select();
    props.onMade(answer.recoveryCodes);
  };
  return (
    <form className="policy" onSubmit={(event) => void make(event)}>
      <p className="ui-mute">
        {t`Each signs you in once, with your password, if you lose your phone. ${leftWords(left)}`}
      </p>
      <PasswordField
        label={t`Your password`}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        inputRef={input}
        autoFocus
      />
      <div className="ui-dialog-actions">
        <Button look="quiet" onPress={props.onClose}>
          {t`Cancel`}
        </Button>
        <Button look="primary" size="large" type="submit" disabled={wait > 0}>
          {call.busy ? t`Checking…` : t`Make ten codes`}
        </Button>
      </div>
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
    </form>
  );
}

function Keep({
  codes,
  onClose,
}: {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const account = useAccount();
  const host = account?.host ?? '';
  const [day] = useState(() => dayText(Date.now()));
  const [safe, setSafe] = useState(false);
  const text = codesLines({ host, name: account?.user?.name ?? '', day }, codes).join('\n');
  const away = usePutAway({ text, file: `lablink-recovery-codes-${host || 'console'}.txt` });
  return (
    <form
      className="policy"
      onSubmit={(event) => {
        event.preventDefault();
        if (away.how !== null && safe) onClose();
      }}
    >
      <Message tone="warn" title={t`Shown once. Those of before are void.`}>
        {t`Keep them away from this PC. Whoever closes this without keeping them makes others.`}
      </Message>
      <CodeList codes={codes} />
      <KeepRow text={text} how={away.how} onPrint={away.print} onSave={away.save} onCopied={away.copied} />
      <div className="ui-dialog-actions">
        <div className="ui-grow">
          <Checkbox value={safe} onChange={setSafe} disabled={away.how === null}>
            {t`I have put the codes somewhere safe`}
          </Checkbox>
          {away.how === null && <p className="ui-dim">{t`Print, save or copy them first.`}</p>}
        </div>
        <Button
          look="primary"
          size="large"
          type="submit"
          shortcut="Enter"
          disabled={away.how === null || !safe}
        >
          {t`Done`}
        </Button>
      </div>
    </form>
  );
}
