import type { ReactNode } from 'react';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

/** An address as it stands in a manual or another program. */
export function AddressWay(props: Pick<WayProps, 'draft' | 'change'>): ReactNode {
  const { draft, change } = props;
  return (
    <TextField
      label={t`Address`}
      mono
      autoFocus
      value={draft.text}
      onChange={(text) => change({ text })}
      maxLength={256}
      placeholder="TCPIP::192.168.1.20::inst0::INSTR"
      help={t`As VISA writes it, or as a URL: tcp://192.168.1.20:5025, vxi11://…, hislip://…, usb://1ab1:04ce/…, serial:///dev/ttyUSB0?baud=115200, prologix://192.168.1.30/22.`}
    />
  );
}
