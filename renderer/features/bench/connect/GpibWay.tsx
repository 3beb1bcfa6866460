import type { ReactNode } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { serialPicks } from './picks.ts';
import { PortList } from './PortList.tsx';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

const adapterOptions = [
  { value: 'network', label: 'GPIB-Ethernet' },
  { value: 'serial', label: 'GPIB-USB' },
] as const;

/** A Prologix adapter, or one that speaks like it, and the place on its bus. */
export function GpibWay(props: WayProps): ReactNode {
  const { draft, change, ports } = props;
  return (
    <>
      <div className="connect-protocol">
        <Segmented
          label={t`Adapter`}
          options={adapterOptions}
          value={draft.adapter}
          onChange={(adapter) => change({ adapter })}
        />
        <p className="ui-mute">
          {t`A Prologix adapter, or one that speaks like it (AR488). Instruments behind one adapter take turns.`}
        </p>
      </div>
      {draft.adapter === 'serial' && (
        <PortList
          label={t`Port of the adapter`}
          items={serialPicks(ports.serial)}
          value={draft.adapterPort}
          onChange={(adapterPort) => change({ adapterPort })}
          empty={t`There is no serial port. Plug in the adapter, then look again.`}
          ports={ports}
        />
      )}
      <div className="connect-pair">
        {draft.adapter === 'network' && (
          <TextField
            label={t`Host of the adapter`}
            mono
            value={draft.adapterHost}
            onChange={(adapterHost) => change({ adapterHost })}
            maxLength={253}
            placeholder="192.168.1.30"
          />
        )}
        <TextField
          label={t`GPIB number`}
          mono
          value={draft.primary}
          onChange={(primary) => change({ primary })}
          maxLength={2}
          placeholder="22"
        />
        <TextField
          label={t`Secondary`}
          mono
          value={draft.secondary}
          onChange={(secondary) => change({ secondary })}
          maxLength={3}
          placeholder={t`None`}
        />
      </div>
    </>
  );
}
