import type { ReactNode } from 'react';
import { usbPicks } from './picks.ts';
import { PortList } from './PortList.tsx';
import type { WayProps } from './way.ts';
import { t } from '#shared/language/t.ts';

/** The instruments with a test and measurement interface that are plugged in. */
export function UsbWay(props: WayProps): ReactNode {
  const { draft, change, ports } = props;
  return (
    <PortList
      label={t`USB instruments`}
      items={usbPicks(ports.usb)}
      value={draft.usb}
      onChange={(usb) => change({ usb })}
      empty={t`No USB instrument (USBTMC) is plugged in. Some have a switch in their menu: choose USBTMC there, then look again. On Windows it needs the WinUSB driver; a network cable does without.`}
      ports={ports}
    />
  );
}
