import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient, useSelection } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { useAct } from './use-act.ts';

/** Asks for an address and connects. A fault stays under the address, with what was typed. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const [, select] = useSelection();
  const [address, setAddress] = useState('tcp://');
  const [name, setName] = useState('');
  const [abort, setAbort] = useState<AbortController | null>(null);
  const { fault, pending, run, forget } = useAct();

  const connect = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const controller = new AbortController();
    setAbort(controller);
    const input = name.trim() === '' ? { address } : { address, name: name.trim() };
    const made = await run(() => client.instruments.connect(input, { signal: controller.signal }));
    setAbort(null);
    if (made === null) return;
    select(made.id);
    onClose();
  };
  const close = (): void => {
    abort?.abort();
    onClose();
  };
  const error = fault === null || fault.code === 'CANCELLED' ? null : `${fault.message} ${fault.remedy}`;
  return (
    <Dialog title="Connect an instrument" open onClose={close}>
      <form className="bench-form" onSubmit={(event) => void connect(event)}>
        <TextField
          label="Address"
          mono
          autoFocus
          value={address}
          onChange={(value) => {
            setAddress(value);
            forget();
          }}
          maxLength={256}
          help="tcp://192.168.1.20:5025 for most LAN instruments; the port is in the manual, often 5025 or 5555."
          error={error}
        />
        <TextField
          label="Name on this bench"
          value={name}
          onChange={setName}
          maxLength={64}
          placeholder="Its model, when left empty"
        />
        <div className="ui-dialog-actions">
          {pending && <span className="ui-dim ui-grow">Asking who is there…</span>}
          <Button look="quiet" shortcut="Esc" onPress={close}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            shortcut="Enter"
            pending={pending}
            disabled={address.trim() === ''}
          >
            Connect
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
