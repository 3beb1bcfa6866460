import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient, useSelection } from '#renderer/stores/hooks.ts';
import { useAct } from '#renderer/features/bench/use-act.ts';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { AddressLine } from './AddressLine.tsx';
import { AddressWay } from './AddressWay.tsx';
import { type Draft, emptyDraft, readDraft, type Way } from './draft.ts';
import { GpibWay } from './GpibWay.tsx';
import { NetworkWay } from './NetworkWay.tsx';
import { RecordingWay } from './RecordingWay.tsx';
import { SerialWay } from './SerialWay.tsx';
import { usePorts } from './use-ports.ts';
import { UsbWay } from './UsbWay.tsx';
import './connect.css';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

const wayOptions: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'network', label: t`Network` },
  { value: 'serial', label: t`Serial` },
  { value: 'usb', label: 'USB' },
  { value: 'gpib', label: 'GPIB' },
  { value: 'recording', label: t`Recording` },
  { value: 'address', label: t`Address` },
];

/** Asks how an instrument is cabled up, and connects. A fault stays beside what was typed. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const [, select] = useSelection();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [name, setName] = useState('');
  const [abort, setAbort] = useState<AbortController | null>(null);
  const ports = usePorts();
  const { fault, pending, run, forget } = useAct();
  const reading = readDraft(draft);
  const address = 'address' in reading ? reading.address : null;

  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    forget();
  };
  const connect = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (address === null) return;
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
  return (
    <Dialog title={t`Connect an instrument`} wide open onClose={close}>
      <form className="bench-form" onSubmit={(event) => void connect(event)}>
        <div className="connect-ways">
          <Segmented
            label={t`How it is connected`}
            options={wayOptions}
            value={draft.way}
            onChange={(way) => change({ way })}
          />
        </div>
        <div className="connect-way">
          <WayFields draft={draft} change={change} ports={ports} />
        </div>
        <AddressLine reading={reading} />
        <FaultMessage fault={fault?.code === 'CANCELLED' ? null : fault} onForget={forget} />
        <TextField
          label={t`Name on this bench`}
          value={name}
          onChange={setName}
          maxLength={64}
          placeholder={t`Its model, when left empty`}
        />
        <div className="ui-dialog-actions">
          {pending && <span className="ui-dim ui-grow">{t`Asking who is there…`}</span>}
          <Button look="quiet" shortcut="Esc" onPress={close}>
            {t`Cancel`}
          </Button>
          <Button look="primary" type="submit" shortcut="Enter" pending={pending} disabled={address === null}>
            {t`Connect`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function WayFields(props: WayProps): ReactNode {
  switch (props.draft.way) {
    case 'network':
      return <NetworkWay {...props} />;
    case 'serial':
      return <SerialWay {...props} />;
    case 'usb':
      return <UsbWay {...props} />;
    case 'gpib':
      return <GpibWay {...props} />;
    case 'recording':
      return <RecordingWay {...props} />;
    case 'address':
      return <AddressWay {...props} />;
  }
}
