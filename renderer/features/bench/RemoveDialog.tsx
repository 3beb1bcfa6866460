import type { ReactNode } from 'react';
import { useClient, useSafety, useSelection } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { FaultMessage } from './FaultMessage.tsx';
import { useAct } from './use-act.ts';
import { t } from '#shared/language/t.ts';

interface RemoveDialogProps {
  readonly instrument: Instrument;
  readonly onClose: () => void;
}

/** Takes an instrument off the desk. Outputs that may be live are named first: afterwards nobody watches them. */
export function RemoveDialog({ instrument, onClose }: RemoveDialogProps): ReactNode {
  const client = useClient();
  const safety = useSafety();
  const [selected, select] = useSelection();
  const { fault, pending, run, forget } = useAct();
  const live = safety?.live.filter((each) => each.instrument === instrument.id) ?? null;
  const mayBeLive = live === null || live.length > 0;
  const remove = async (): Promise<void> => {
    const done = await run(() =>
      client.instruments.remove({ id: instrument.id, outputs: mayBeLive ? 'keep' : 'refuse' }),
    );
    if (done === null) return;
    if (selected === instrument.id) select(null);
    onClose();
  };
  const off = (): void => void run(() => client.instruments.allOff({ id: instrument.id }));
  return (
    <Dialog
      title={t`Remove ${instrument.name}?`}
      role={mayBeLive ? 'alertdialog' : 'dialog'}
      open
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="danger" pending={pending} onPress={() => void remove()}>
            {mayBeLive ? t`Remove and leave it so` : t`Remove ${instrument.name}`}
          </Button>
          {mayBeLive && (
            <Button look="primary" pending={pending} autoFocus onPress={off}>
              {t`Switch it off first`}
            </Button>
          )}
        </>
      }
    >
      {mayBeLive && (
        <Message tone="warn" title={sayLive(live)}>
          {t`Once it is removed, the console neither watches it nor switches it off, not even by the emergency stop.`}
        </Message>
      )}
      <p className="ui-mute">{t`Its history stays. It can be connected again at ${instrument.address}.`}</p>
      <FaultMessage fault={fault} onForget={forget} />
    </Dialog>
  );
}

function sayLive(live: readonly { channel: number; state: 'on' | 'unknown' }[] | null): string {
  if (live === null) return t`Its outputs are not known. Treat them as live.`;
  const outputs = live.map(({ channel, state }) =>
    state === 'on' ? t`Output ${channel} is on.` : t`Output ${channel} is unknown.`,
  );
  return outputs.join(' ');
}
