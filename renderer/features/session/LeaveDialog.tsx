import type { ReactNode } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useClient, useSafety, useUi } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import './Session.css';
import { t } from '#shared/language/t.ts';

const words = {
  'sign-out': {
    title: t`Sign out?`,
    alone: t`Nobody will be signed in to watch these outputs. Links stay open, and emergency stop works.`,
    none: t`No output is on. Links stay open, and emergency stop works.`,
    keep: t`Keep as they are, sign out`,
    off: t`Switch off, sign out`,
    button: t`Sign out`,
  },
  quit: {
    title: t`Quit the console?`,
    alone: t`After that nothing reads these outputs, and emergency stop does not work until the console is started again.`,
    none: t`No output is on. Links are closed; the history is kept.`,
    keep: t`Keep as they are, quit`,
    off: t`Switch off, quit`,
    button: t`Quit`,
  },
} as const;

/** Signing out and quitting: lists what may be live, and does with it what is chosen. Both are recorded. */
export function LeaveDialog(): ReactNode {
  const { ui } = useStores();
  const client = useClient();
  const call = useCall();
  const safety = useSafety();
  const { dialog } = useUi();
  const kind = dialog === 'quit' ? 'quit' : 'sign-out';
  const text = words[kind];
  const live = safety?.live ?? null;
  const mayBeLive = live === null || live.length > 0;
  const close = (): void => {
    call.clear();
    ui.setState({ dialog: null });
  };
  const leave = async (outputs: 'keep' | 'off'): Promise<void> => {
    if (call.busy) return;
    const ask = kind === 'quit' ? client.system.quit : client.accounts.signOut;
    // Set before: the connection may be gone before the answer is here.
    if (kind === 'quit') ui.setState({ ended: mayBeLive ? outputs : 'none' });
    if ((await call.run(() => ask({ outputs }))) === null) ui.setState({ ended: null });
    else close();
  };
  return (
    <Dialog
      title={text.title}
      role={mayBeLive ? 'alertdialog' : 'dialog'}
      open={dialog === 'quit' || dialog === 'sign-out'}
      onClose={close}
      actions={
        <>
          <Button look="quiet" onPress={close}>
            {t`Stay`}
          </Button>
          {mayBeLive && (
            <Button size="large" disabled={call.busy} onPress={() => void leave('keep')}>
              {text.keep}
            </Button>
          )}
          <Button look="primary" size="large" onPress={() => void leave(mayBeLive ? 'off' : 'keep')}>
            {call.busy ? t`Working…` : mayBeLive ? text.off : text.button}
          </Button>
        </>
      }
    >
      {mayBeLive && live !== null && (
        <ul className="leave-list">
          {live.map(({ instrument, name, channel, state }) => (
            <li key={`${instrument} ${channel}`}>
              <b>{name}</b>
              <span className="ui-mute">{t`output ${channel}`}</span>
              <StateWord kind={state} />
            </li>
          ))}
        </ul>
      )}
      {live === null && (
        <Message tone="warn" title={t`It is not known which outputs are on.`}>
          {t`Treat every output as live.`}
        </Message>
      )}
      <p className="ui-mute">
        {mayBeLive ? t`${text.alone} Your choice is recorded with this list.` : text.none}
      </p>
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
    </Dialog>
  );
}
