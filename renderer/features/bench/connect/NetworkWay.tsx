import type { ReactNode } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { type Protocol, usualDevice, usualPort } from './draft.ts';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

const protocolOptions: readonly { readonly value: Protocol; readonly label: string }[] = [
  { value: 'tcp', label: t`Raw socket` },
  { value: 'vxi11', label: 'VXI-11' },
  { value: 'hislip', label: 'HiSLIP' },
];

const words: Readonly<Record<Protocol, string>> = {
  tcp: t`Most instruments have it. The port is in the manual: often 5025, or 5555.`,
  vxi11: t`With device clear, status byte and trigger. Older LXI instruments have it.`,
  hislip: t`The successor of VXI-11, on newer instruments. The fastest with all of the bus.`,
};

/** Host, protocol, and what the protocol wants besides. */
export function NetworkWay(props: Pick<WayProps, 'draft' | 'change'>): ReactNode {
  const { draft, change } = props;
  const port = usualPort(draft.protocol);
  const device = usualDevice[draft.protocol];
  return (
    <>
      <div className="connect-pair">
        <TextField
          label={t`Host name or IP address`}
          mono
          autoFocus
          value={draft.host}
          onChange={(host) => change({ host })}
          maxLength={253}
          placeholder="192.168.1.20"
        />
        {port !== null && (
          <TextField
            label={t`Port`}
            mono
            value={draft.port}
            onChange={(text) => change({ port: text })}
            maxLength={5}
            placeholder={String(port)}
          />
        )}
        {device !== null && (
          <TextField
            label={t`Device`}
            mono
            value={draft.device}
            onChange={(text) => change({ device: text })}
            maxLength={64}
            placeholder={device}
          />
        )}
      </div>
      <div className="connect-protocol">
        <Segmented
          label={t`Protocol`}
          options={protocolOptions}
          value={draft.protocol}
          onChange={(protocol) => change({ protocol })}
        />
        <p className="ui-mute">{words[draft.protocol]}</p>
      </div>
    </>
  );
}
