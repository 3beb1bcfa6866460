import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { t } from '#shared/language/t.ts';

interface NoEnvelopeDialogProps {
  readonly instrument: Instrument;
  readonly channel: number;
  readonly onClose: () => void;
  readonly onSwitchOn: () => void;
}

/** Asks before an output goes on that nothing limits but the range of the instrument. */
export function NoEnvelopeDialog(props: NoEnvelopeDialogProps): ReactNode {
  const { instrument, channel, onClose } = props;
  const several = instrument.channels.length > 1;
  return (
    <Dialog
      title={t`Switch ${several ? t`output ${channel}` : instrument.name} on without an envelope?`}
      role="alertdialog"
      open
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Leave it off`}
          </Button>
          <Button look="danger" autoFocus onPress={props.onSwitchOn}>
            {t`Switch on without`}
          </Button>
        </>
      }
    >
      <p>
        {t`No envelope is set for this output of ${instrument.name}: nothing but the range of the instrument limits what reaches the device.`}
      </p>
      <p className="ui-mute">{t`That you said so is recorded. An administrator sets envelopes.`}</p>
    </Dialog>
  );
}
