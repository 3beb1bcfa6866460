import type { ReactNode } from 'react';
import { useClient, useSafety, useUi } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { t } from '#shared/language/t.ts';

/** Asks before the latch ends. Nothing is switched on by it. */
export function ResetDialog(): ReactNode {
  const { ui } = useStores();
  const client = useClient();
  const safety = useSafety();
  const { dialog } = useUi();
  const { busy, fault, run, clear } = useCall();
  const close = (): void => {
    clear();
    ui.setState({ dialog: null });
  };
  const reset = async (): Promise<void> => {
    const at = safety?.report?.at;
    if ((await run(() => client.safety.reset({}))) === null) return;
    if (at !== undefined) ui.setState({ report: { at, open: false } });
    close();
  };
  const unknown = (safety?.report?.lines ?? []).filter(({ result }) => result === 'unknown');
  return (
    <Dialog
      title={t`Reset the emergency stop?`}
      role="alertdialog"
      open={dialog === 'reset' && (safety?.latched ?? false)}
      onClose={close}
      actions={
        <>
          <Button look="quiet" onPress={close}>
            {t`Leave it stopped`}
          </Button>
          <Button look="primary" size="large" onPress={() => void reset()}>
            {busy ? t`Resetting…` : t`Reset, outputs stay off`}
          </Button>
        </>
      }
    >
      <p className="ui-mute">
        {t`Outputs stay off. After the reset they can be turned on again, one by one, by whoever may. The reset is recorded with your name.`}
      </p>
      {unknown.length > 0 && (
        <Message tone="warn" title={t`${unknown.map(({ name }) => name).join(', ')} may still be live.`}>
          {t`It was not read back off. Look at the instrument before you go on.`}
        </Message>
      )}
      {fault !== null && (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      )}
    </Dialog>
  );
}
