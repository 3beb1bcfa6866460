import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient, useSelection } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Stretch } from '#shared/contract/history.ts';
import { recordingName } from './stretch.ts';
import { t } from '#shared/language/t.ts';

/** Saves a stretch of one instrument as a recording, and connects to it as to an instrument. */
export function RecordingDialog(props: {
  readonly stretch: Stretch;
  readonly instruments: ReadonlyMap<string, string>;
  /** Epoch ms of its first row. */
  readonly first: number;
  readonly onClose: () => void;
}): ReactNode {
  const { stretch, instruments, onClose } = props;
  const client = useClient();
  const [, select] = useSelection();
  const call = useCall();
  const [instrument, setInstrument] = useState(stretch.instrument ?? [...instruments.keys()][0] ?? '');
  const suggested = recordingName(instruments.get(instrument) ?? '', props.first);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? suggested;
  const [saved, setSaved] = useState<{ readonly name: string; readonly address: string } | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (instrument === '' || name.trim() === '') return;
    const made = await call.run(() =>
      client.history.replay({ stretch: { ...stretch, instrument }, name: name.trim() }),
    );
    if (made !== null) setSaved(made);
  };
  const connect = async (): Promise<void> => {
    if (saved === null) return;
    const made = await call.run(() =>
      client.instruments.connect({ address: saved.address, name: t`Replay of ${name.trim()}`.slice(0, 60) }),
    );
    if (made === null) return;
    select(made.id);
    onClose();
    window.location.hash = '#/bench';
  };
  const fault = call.fault !== null && (
    <Message tone="bad" title={call.fault.message}>
      {call.fault.remedy}
    </Message>
  );
  if (saved !== null)
    return (
      <Dialog
        title={t`Saved as a recording`}
        open
        onClose={onClose}
        actions={
          <>
            <Button look="quiet" shortcut="Esc" onPress={onClose}>
              {t`Close`}
            </Button>
            <Button look="primary" autoFocus pending={call.busy} onPress={() => void connect()}>
              {call.busy ? t`Connecting…` : t`Connect it now`}
            </Button>
          </>
        }
      >
        <Message tone="ok" title={saved.name}>
          <span className="ui-mono">{saved.address}</span>
        </Message>
        <p className="ui-mute">
          {t`It answers what was sent in this stretch as it was answered then. Connect it now, or later on the bench under Connect, Recording.`}
        </p>
        {fault}
      </Dialog>
    );
  return (
    <Dialog title={t`Save the stretch as a recording`} open onClose={onClose}>
      <form className="history-form" onSubmit={(event) => void save(event)}>
        {instruments.size === 0 ? (
          <Message tone="info" title={t`Nothing was sent to an instrument in this stretch.`}>
            {t`Choose a stretch with exchanges in it.`}
          </Message>
        ) : (
          <>
            {instruments.size > 1 && (
              <Select
                label={t`Instrument`}
                options={[...instruments].map(([value, label]) => ({ value, label }))}
                value={instrument}
                onChange={setInstrument}
              />
            )}
            <TextField label={t`Name`} autoFocus value={name} maxLength={80} onChange={setTyped} />
          </>
        )}
        {fault}
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button
            look="primary"
            type="submit"
            shortcut="Enter"
            pending={call.busy}
            disabled={instrument === '' || name.trim() === ''}
          >
            {call.busy ? t`Saving…` : t`Save the recording`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
