import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import { KeyField } from '#renderer/features/backups/forms/KeyField.tsx';
import { noKey, readKey } from '#renderer/features/backups/forms/key-draft.ts';
import { isIdentity, isRecipient } from '#renderer/features/backups/key-text.ts';
import type { BackupRecipient } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

/** A further key: made here, or the public half of one that somebody else holds. */
export function AddKeyDialog(props: {
  readonly onMake: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { onClose } = props;
  const client = useClient();
  const call = useCall();
  const [name, setName] = useState('');
  const [recipient, setRecipient] = useState('');
  const [problem, setProblem] = useState<{ readonly name?: string; readonly recipient?: string }>({});
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = {
      ...(name.trim() === '' && { name: t`Say who holds the key.` }),
      ...(!isRecipient(recipient) && {
        recipient: isIdentity(recipient)
          ? t`That is the secret half. Put it back in the safe; the public half begins with age1.`
          : t`A public half begins with age1 and has 58 more characters.`,
      }),
    };
    setProblem(wrong);
    if (wrong.name !== undefined || wrong.recipient !== undefined) {
      // A secret that was pasted into the wrong field does not stay on the screen.
      if (isIdentity(recipient)) setRecipient('');
      return;
    }
    const added = await call.run(() =>
      client.backups.addRecipient({ name: name.trim(), recipient: recipient.trim() }),
    );
    if (added !== null) onClose();
  };
  return (
    <Dialog title={t`Add a key`} open onClose={onClose} wide>
      <form className="bk-form" onSubmit={(event) => void submit(event)}>
        <p className="ui-mute">
          {t`Later backups open with this key as well. Give the public half of a key that somebody else holds, or make a new one here.`}
        </p>
        <TextField
          label={t`Who holds it`}
          value={name}
          onChange={setName}
          maxLength={60}
          autoFocus
          placeholder={t`QA office`}
          error={problem.name ?? null}
        />
        <TextField
          label={t`Public half`}
          mono
          value={recipient}
          onChange={setRecipient}
          maxLength={500}
          placeholder="age1…"
          error={problem.recipient ?? null}
          help={t`age-keygen prints it. It opens nothing, so it may travel by mail. It counts as not proved until its holder has decrypted a test.`}
        />
        <div className="ui-dialog-actions">
          <Button onPress={props.onMake}>{t`Make a new key…`}</Button>
          <span className="ui-grow" />
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={call.busy}>
            {t`Add this key`}
          </Button>
        </div>
        <FaultNote fault={call.fault} />
      </form>
    </Dialog>
  );
}

/** Shows that somebody holds the key: it decrypts a test. */
export function ProveDialog(props: {
  readonly value: BackupRecipient;
  readonly onClose: () => void;
}): ReactNode {
  const { value, onClose } = props;
  const client = useClient();
  const call = useCall();
  const [draft, setDraft] = useState(noKey);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const wrong = call.fault?.code === 'BACKUP_KEY_WRONG' ? `${call.fault.message} ${call.fault.remedy}` : null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readKey(draft);
    if ('wrong' in read) {
      setProblem(read.wrong);
      return input.current?.focus();
    }
    const proved = await call.run(async () => {
      await client.backups.prove({ id: value.id, key: read.key });
      return true;
    });
    if (proved === null) input.current?.select();
    else onClose();
  };
  return (
    <Dialog title={t`Prove ${value.name}`} open onClose={onClose} wide>
      <form className="bk-form" onSubmit={(event) => void submit(event)}>
        <p className="ui-mute">
          {t`The console decrypts a test with it, and forgets it. Nothing else shows that somebody can open these backups.`}
        </p>
        <KeyField
          draft={draft}
          onChange={(next) => {
            setDraft(next);
            setProblem(null);
            call.clear();
          }}
          error={problem ?? wrong}
          passphrase={value.wrapped}
          autoFocus
          inputRef={input}
        />
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={call.busy}>
            {call.busy ? t`Decrypting a test…` : t`Prove it works`}
          </Button>
        </div>
        {wrong === null && <FaultNote fault={call.fault} />}
      </form>
    </Dialog>
  );
}

/** Later backups do not open with it; earlier ones do. */
export function RemoveKeyDialog(props: {
  readonly value: BackupRecipient;
  readonly onClose: () => void;
}): ReactNode {
  const { value, onClose } = props;
  const client = useClient();
  const call = useCall();
  const remove = async (): Promise<void> => {
    const done = await call.run(async () => {
      await client.backups.removeRecipient({ id: value.id });
      return true;
    });
    if (done !== null) onClose();
  };
  return (
    <Dialog
      title={t`Remove ${value.name}?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="danger" pending={call.busy} onPress={() => void remove()}>
            {t`Remove ${value.name}`}
          </Button>
        </>
      }
    >
      <p className="ui-mute">
        {t`Later backups do not open with it any more. Those that were made before still do: whoever holds the key keeps what it opens.`}
      </p>
      <FaultNote fault={call.fault} />
    </Dialog>
  );
}
