import { type FormEvent, type ReactNode, useState } from 'react';
import { useBackups, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import {
  newPlace,
  PlaceForm,
  type PlaceProblems,
  placeProblems,
} from '#renderer/features/backups/forms/PlaceForm.tsx';
import { scheduleWords } from '#renderer/features/backups/schedule-words.ts';
import { t } from '#shared/language/t.ts';

/** What the key is called: by where it will lie. */
export function NameStep(props: {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly busy: boolean;
  readonly onNext: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(props.name.trim() === '');
    if (props.name.trim() !== '') props.onNext();
  };
  return (
    <form className="bk-form" onSubmit={submit}>
      <p className="ui-mute">
        {t`Backups are encrypted before they leave this PC. The key that opens them is made now and shown once; this PC keeps only the half that encrypts. Whoever loses the key loses the backups, so it goes to a safe, on paper or on a stick.`}
      </p>
      <TextField
        label={t`Where the key will be kept`}
        value={props.name}
        onChange={props.onName}
        maxLength={60}
        autoFocus
        error={wrong ? t`Give it a name: the place where it will be kept.` : null}
        help={t`Lab safe, QA office, the group leader’s drawer.`}
      />
      <div className="ui-dialog-actions">
        <Button look="quiet" shortcut="Esc" onPress={props.onClose}>
          {t`Cancel`}
        </Button>
        <Button look="primary" type="submit" shortcut="Enter" pending={props.busy}>
          {props.busy ? t`Making it…` : t`Make the key`}
        </Button>
      </div>
    </form>
  );
}

/** The first place to write to. */
export function PlaceStep(props: { readonly onNext: () => void; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const call = useCall();
  const [draft, setDraft] = useState(newPlace);
  const [problems, setProblems] = useState<PlaceProblems>({});
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = placeProblems(draft);
    setProblems(wrong ?? {});
    if (wrong !== null) return;
    const added = await call.run(() => client.backups.addDestination(draft));
    if (added !== null) props.onNext();
  };
  return (
    <form className="bk-form" onSubmit={(event) => void submit(event)}>
      <Message tone="ok" title={t`The key works, and is in use from now on.`} />
      <PlaceForm draft={draft} onChange={setDraft} problems={problems} />
      <div className="ui-dialog-actions">
        <Button look="quiet" shortcut="Esc" onPress={props.onClose}>
          {t`Later`}
        </Button>
        <Button look="primary" type="submit" shortcut="Enter" pending={call.busy}>
          {call.busy ? t`Trying to write there…` : t`Add this place`}
        </Button>
      </div>
      <FaultNote fault={call.fault} />
    </form>
  );
}

/** Everything is there: the first backup. */
export function FirstStep(props: { readonly onBackUp: () => void; readonly onClose: () => void }): ReactNode {
  const state = useBackups();
  return (
    <form
      className="bk-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onBackUp();
      }}
    >
      <Message tone="ok" title={t`Everything is set up.`}>
        {state === null
          ? ''
          : t`From now on: ${scheduleWords(state.schedule)}. That can be changed on the screen.`}
      </Message>
      <p className="ui-mute">
        {t`Make the first backup now. It is decrypted and checked whole before it counts; the bench keeps running meanwhile. Afterwards rehearse a restore once, with the key from the safe: only that shows that the key is where you think it is.`}
      </p>
      <div className="ui-dialog-actions">
        <Button look="quiet" shortcut="Esc" onPress={props.onClose}>
          {t`Later`}
        </Button>
        <Button look="primary" type="submit" shortcut="Enter" autoFocus>
          {t`Back up now`}
        </Button>
      </div>
    </form>
  );
}
