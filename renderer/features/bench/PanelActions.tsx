import { type ReactNode, useState } from 'react';
import { usePermissions } from '#renderer/stores/hooks.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import { settingOf } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { sayPoint } from './points.ts';
import { isReplayed } from './rail-words.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import type { Driving } from './use-drive.ts';
import { t } from '#shared/language/t.ts';

/** In the header of an instrument: undo, big digits, everything off, to its front panel and back, remove; each for whom may. */
export function PanelActions({
  instrument,
  drive,
  onBig,
}: {
  readonly instrument: Instrument;
  readonly drive: Driving;
  readonly onBig: () => void;
}): ReactNode {
  const mayControl = usePermissions().has('instruments:control');
  const released = instrument.control === 'local';
  const switched = instrument.channels.some(({ switches }) => switches !== null);
  const back = released ? null : sayBack(instrument, drive);
  const measures = instrument.channels.some(({ readings }) => readings.length > 0);
  return (
    <>
      {instrument.simulated && <Badge>{t`Simulated`}</Badge>}
      {isReplayed(instrument) && <Badge>{t`Recording`}</Badge>}
      {mayControl && back !== null && (
        <Button
          size="small"
          look="quiet"
          icon="undo"
          shortcut="Ctrl Z"
          label={t`Set channel ${back.channel} back to ${back.value}`}
          onPress={drive.undo}
        >
          {t`Back to ${back.value}`}
        </Button>
      )}
      {measures && (
        <Button size="small" look="quiet" shortcut="B" label={t`Big digits`} onPress={onBig}>
          {t`Big`}
        </Button>
      )}
      {mayControl && switched && (
        <Button size="small" shortcut="0" onPress={drive.allOff}>
          {instrument.channels.length > 1 ? t`All off` : t`Off`}
        </Button>
      )}
      {mayControl && !released && (
        <Button
          size="small"
          look="quiet"
          icon="panel"
          label={t`Release to front panel`}
          pending={drive.pending}
          onPress={drive.release}
        >
          <span className="bench-release">{t`Release to front panel`}</span>
        </Button>
      )}
      {mayControl && released && (
        <Button size="small" look="primary" icon="undo" pending={drive.pending} onPress={drive.take}>
          {t`Take back`}
        </Button>
      )}
      <RemoveButton instrument={instrument} />
    </>
  );
}

/** Removes an instrument, after a question; for whom may. */
export function RemoveButton({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const mayManage = usePermissions().has('instruments:manage');
  const [removing, setRemoving] = useState(false);
  if (!mayManage) return null;
  return (
    <>
      <IconButton
        icon="trash"
        size="small"
        look="quiet"
        label={t`Remove ${instrument.name}…`}
        onPress={() => setRemoving(true)}
      />
      {removing && <RemoveDialog instrument={instrument} onClose={() => setRemoving(false)} />}
    </>
  );
}

/** The setpoint that can be set back, in words; null when there is none. */
function sayBack(instrument: Instrument, drive: Driving): { channel: number; value: string } | null {
  const { last } = drive;
  const info = instrument.channels.find(({ channel }) => channel === last?.channel);
  const setting = last === undefined || info === undefined ? undefined : settingOf(info, last.point);
  if (last === undefined || setting === undefined) return null;
  return { channel: last.channel, value: sayPoint(setting, last.from) };
}
