import { type FormEvent, type ReactNode, useState } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { namedNow } from './summary-words.ts';
import { useBaselines } from './use-baselines.ts';
import { t } from '#shared/language/t.ts';

/** Keeps the last ten minutes of every span under a name, and compares with it from now on. */
export function SaveDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const { reference, renew } = useBaselines();
  const { busy, fault, run } = useCall();
  const [name, setName] = useState(() => namedNow('bench', Date.now()));
  const [compare, setCompare] = useState(true);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const saved = await run(async () => {
      const made = await client.baselines.save({ name: name.trim() });
      if (compare) await client.baselines.setReference({ id: made.id });
      return made;
    });
    if (saved === null) return;
    await renew();
    onClose();
  };
  return (
    <Dialog title={t`Save a baseline`} open onClose={onClose}>
      <form className="pf-form" onSubmit={(event) => void save(event)}>
        <p className="ui-mute">
          {t`Keeps the last ten minutes of every span, with this PC, its versions and what went on. Save it while the bench does its usual work and nothing else runs on this PC.`}
        </p>
        <TextField label={t`Name`} value={name} onChange={setName} maxLength={80} autoFocus required />
        <Checkbox value={compare} onChange={setCompare}>
          {t`Compare with it from now on${reference === null ? '' : t`, in place of ${reference.name}`}`}
        </Checkbox>
        <FaultNote fault={fault} />
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={busy} disabled={name.trim() === ''}>
            {busy ? t`Saving…` : t`Save the baseline`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
