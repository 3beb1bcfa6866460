import {
  type Adapter,
  type Address,
  defaultAdapterBaud,
  defaultLine,
  defaultPorts,
  type SerialLine,
} from '#shared/address/address.ts';
import { parseAddress, printAddress } from '#shared/address/parse.ts';
import { writeVisa } from '#shared/address/visa.ts';
import { faultShape } from '#shared/faults.ts';

/** The ways in which an instrument is cabled up. */
export const ways = ['network', 'serial', 'usb', 'gpib', 'recording', 'address'] as const;
export type Way = (typeof ways)[number];

export const protocols = ['tcp', 'vxi11', 'hislip'] as const;
export type Protocol = (typeof protocols)[number];

/** What is typed and chosen, for every way at once: going to another and back loses nothing. */
export interface Draft {
  readonly way: Way;
  readonly protocol: Protocol;
  readonly host: string;
  /** Of the raw socket, or of HiSLIP. Empty: the usual one. */
  readonly port: string;
  /** Of VXI-11 (`inst0`) or HiSLIP (`hislip0`). Empty: the usual one. */
  readonly device: string;
  /** The address of the port that was picked, without settings of the line. */
  readonly serial: string;
  readonly line: Omit<SerialLine, 'baud'>;
  readonly baud: string;
  /** The address of the USB instrument that was picked. */
  readonly usb: string;
  readonly adapter: 'network' | 'serial';
  readonly adapterHost: string;
  readonly adapterPort: string;
  readonly primary: string;
  readonly secondary: string;
  readonly recording: string;
  readonly text: string;
}

const { baud: usualBaud, ...usualLine } = defaultLine;

export const emptyDraft: Draft = {
  way: 'network',
  protocol: 'tcp',
  host: '',
  port: '',
  device: '',
  serial: '',
  line: usualLine,
  baud: String(usualBaud),
  usb: '',
  adapter: 'network',
  adapterHost: '',
  adapterPort: '',
  primary: '',
  secondary: '',
  recording: '',
  text: '',
};

/** An address that can be connected to, or what is still missing (null: nothing has been said yet). */
export type Reading =
  | { readonly address: string; readonly visa: string | null }
  | { readonly problem: string | null };

/** The address that a draft stands for. */
export function readDraft(draft: Draft): Reading {
  const missing = missingOf(draft);
  if (missing) return { problem: null };
  try {
    const address = parseAddress(textOf(draft));
    return { address: printAddress(address), visa: writeVisa(address) };
  } catch (error) {
    return { problem: faultShape(error).message };
  }
}

/** True while the field without which there is nothing is empty. */
function missingOf(draft: Draft): boolean {
  switch (draft.way) {
    case 'network':
      return draft.host.trim() === '';
    case 'serial':
      return draft.serial === '';
    case 'usb':
      return draft.usb === '';
    case 'gpib':
      return (
        draft.primary.trim() === '' ||
        (draft.adapter === 'network' ? draft.adapterHost.trim() : draft.adapterPort) === ''
      );
    case 'recording':
      return draft.recording === '';
    case 'address':
      return draft.text.trim() === '';
  }
}

function textOf(draft: Draft): string {
  switch (draft.way) {
    case 'network':
      return networkText(draft);
    case 'serial':
      return serialText(draft);
    case 'usb':
      return draft.usb;
    case 'gpib':
      return gpibText(draft);
    case 'recording':
      return draft.recording;
    case 'address':
      return draft.text;
  }
}

/** The usual port of a protocol; null where nobody types one (VXI-11 asks the portmapper). */
export const usualPort = (protocol: Protocol): number | null =>
  protocol === 'vxi11' ? null : defaultPorts[protocol];

export const usualDevice: Readonly<Record<Protocol, string | null>> = {
  tcp: null,
  vxi11: 'inst0',
  hislip: 'hislip0',
};

function networkText({ protocol, host, port, device }: Draft): string {
  const trimmed = host.trim();
  // A whole address that is pasted into the field is what it is.
  if (/:\/\/|::/.test(trimmed) && !/^[0-9a-f:]+$/i.test(trimmed)) return trimmed;
  const at = trimmed.includes(':') && !trimmed.startsWith('[') ? `[${trimmed}]` : trimmed;
  const usual = usualPort(protocol);
  const portText = usual === null ? '' : `:${port.trim() || usual}`;
  return `${protocol}://${at}${portText}${usualDevice[protocol] === null ? '' : `/${device.trim() || usualDevice[protocol]}`}`;
}

function serialText({ serial, line, baud }: Draft): string {
  const address = parseAddress(serial);
  if (address.scheme !== 'serial') return serial;
  const settings = Object.entries(line).map(
    ([key, value]) => `${key}=${value === true ? 'on' : value === false ? 'off' : value}`,
  );
  return `${printAddress({ ...address, line: defaultLine })}?baud=${baud.trim()}&${settings.join('&')}`;
}

function gpibText({ adapter, adapterHost, adapterPort, primary, secondary }: Draft): string {
  const second = secondary.trim();
  if (adapter === 'network') {
    const host = adapterHost.trim();
    const at = host.split(':').length > 2 && !host.startsWith('[') ? `[${host}]` : host;
    return `prologix://${at}/${primary.trim()}${second === '' ? '' : `/${second}`}`;
  }
  const port = parseAddress(adapterPort);
  if (port.scheme !== 'serial') return adapterPort;
  const through: Adapter = { place: port.place, baud: defaultAdapterBaud };
  const bare: Address = { scheme: 'prologix', adapter: through, gpib: { primary: 0, secondary: null } };
  return printAddress(bare).replace('gpib=0', `gpib=${primary.trim()}${second === '' ? '' : `,${second}`}`);
}
