import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import {
  newPlace,
  PlaceForm,
  type PlaceProblems,
  placeProblems,
} from '#renderer/features/backups/forms/PlaceForm.tsx';
import type { BackupDestination } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** One more place to write to. */
export function AddPlaceDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const call = useCall();
  const [draft, setDraft] = useState(newPlace);
  const [problems, setProblems] = useState<PlaceProblems>({});
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = placeProblems(draft);
    setProblems(wrong ?? {});
    if (wrong === null && (await call.run(() => client.backups.addDestination(draft))) !== null) onClose();
  };
  return (
    <Dialog title={t`Add a place`} open onClose={onClose}>
      <form className="bk-form" onSubmit={(event) => void submit(event)}>
        <PlaceForm draft={draft} onChange={setDraft} problems={problems} />
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={call.busy}>
            {call.busy ? t`Trying to write there…` : t`Add this place`}
          </Button>
        </div>
        <FaultNote fault={call.fault} />
      </form>
    </Dialog>
  );
}

/** No more backups go there; those that are there stay. */
export function RemovePlaceDialog(props: {
  readonly place: BackupDestination;
  readonly onClose: () => void;
}): ReactNode {
  const { place, onClose } = props;
  const client = useClient();
  const call = useCall();
  const remove = async (): Promise<void> => {
    const done = await call.run(async () => {
      await client.backups.removeDestination({ id: place.id });
      return true;
    });
    if (done !== null) onClose();
  };
  return (
    <Dialog
      title={t`Remove ${place.name}?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="danger" pending={call.busy} onPress={() => void remove()}>
            {t`Remove ${place.name}`}
          </Button>
        </>
      }
    >
      <p className="ui-mute">
        {tx`No more backups go to ${<span className="ui-mono">{place.path}</span>}. The files that are there stay, and a key opens them as before.`}
      </p>
      <FaultNote fault={call.fault} />
    </Dialog>
  );
}
