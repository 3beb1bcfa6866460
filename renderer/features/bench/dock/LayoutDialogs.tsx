import { type FormEvent, type ReactNode, useState } from 'react';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { useAct } from '#renderer/features/bench/use-act.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Layout } from '#shared/contract/layouts.ts';
import { showLayout } from './bench-view.ts';
import { t } from '#shared/language/t.ts';

/** Asks what a layout is called. A fault stays beside what was typed. */
export function NameDialog(props: {
  readonly title: string;
  readonly begin: string;
  readonly act: string;
  readonly help?: string;
  readonly onName: (name: string) => Promise<void>;
  readonly onClose: () => void;
}): ReactNode {
  const [name, setName] = useState(props.begin);
  const { fault, pending, run, forget } = useAct();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return;
    const done = await run(() => props.onName(name.trim()).then(() => true));
    if (done !== null) props.onClose();
  };
  return (
    <Dialog title={props.title} open onClose={props.onClose}>
      <form className="bench-form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t`Name of the layout`}
          value={name}
          onChange={(next) => {
            setName(next);
            forget();
          }}
          maxLength={48}
          autoFocus
          {...(props.help === undefined ? {} : { help: props.help })}
        />
        <FaultMessage fault={fault} onForget={forget} />
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={props.onClose}>
            {t`Cancel`}
          </Button>
          <Button
            look="primary"
            type="submit"
            shortcut="Enter"
            pending={pending}
            disabled={name.trim() === ''}
          >
            {props.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Deletes a layout, after a question. Instruments and outputs are none of its business. */
export function RemoveLayoutDialog({
  layout,
  onClose,
}: {
  readonly layout: Layout;
  readonly onClose: () => void;
}): ReactNode {
  const stores = useStores();
  const client = useClient();
  const { fault, pending, run, forget } = useAct();
  const remove = async (): Promise<void> => {
    if ((await run(() => client.layouts.remove({ id: layout.id }))) === null) return;
    showLayout(stores, null);
    onClose();
  };
  return (
    <Dialog
      title={t`Delete ${layout.name}?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="danger" pending={pending} onPress={() => void remove()}>
            {t`Delete ${layout.name}`}
          </Button>
        </>
      }
    >
      <p className="ui-mute">
        {t`The arrangement goes. Its instruments stay connected, and outputs stay as they are.`}
      </p>
      <FaultMessage fault={fault} onForget={forget} />
    </Dialog>
  );
}
