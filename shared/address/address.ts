import { Fault } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';

/** A raw SCPI socket. */
export interface TcpAddress {
  readonly scheme: 'tcp';
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A VXI-11 server. */
export interface Vxi11Address {
  readonly scheme: 'vxi11';
  readonly host: string;
  /** Of the core channel; null: the portmapper is asked. */
  readonly port: number | null;
  /** Logical device: `inst0`, or behind a gateway `gpib0,22`. */
  readonly device: string;
}

/** A HiSLIP server. */
export interface HislipAddress {
  readonly scheme: 'hislip';
  readonly host: string;
  readonly port: number;
  /** `hislip0`. */
  readonly subAddress: string;
}

/** A USBTMC interface. Identities in four lower-case hexadecimal digits. */
export interface UsbAddress {
  readonly scheme: 'usb';
  readonly vendorId: string;
  readonly productId: string;
  /** Serial number; null: the only one of this kind. */
  readonly serial: string | null;
  /** Interface number; null: its first USBTMC interface. */
  readonly interface: number | null;
}

/** How a serial port is found: by the name that the system gives it, or by the USB identity of its adapter. */
export type SerialPlace =
  | { readonly path: string }
  | { readonly vendorId: string; readonly productId: string; readonly serial: string | null };

/** The settings of a serial line. */
export interface SerialLine {
  /** Bits a second. */
  readonly baud: number;
  readonly bits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stop: 1 | 1.5 | 2;
  readonly flow: 'none' | 'rtscts' | 'xonxoff';
  /** Behind what is sent. */
  readonly send: 'lf' | 'cr' | 'crlf' | 'none';
  /** What ends a reply; `any`: a CR, an LF or both. */
  readonly receive: 'any' | 'lf' | 'cr' | 'crlf';
  /** Level of the line while the port is open. Boards of the Arduino kind reset when DTR rises. */
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** What a line is unless an address says otherwise. source: VPP-4.3, 4.4.5 (9600, 8 data bits, no parity, 1 stop bit, no flow control). */
export const defaultLine: SerialLine = {
  baud: 9600,
  bits: 8,
  parity: 'none',
  stop: 1,
  flow: 'none',
  send: 'lf',
  receive: 'any',
  dtr: true,
  rts: true,
};

/** An instrument on a serial port. */
export interface SerialAddress {
  readonly scheme: 'serial';
  readonly place: SerialPlace;
  readonly line: SerialLine;
}

/** A place on a GPIB bus. source: IEEE 488.1, 2.8.3: primary 0 to 30; secondary 96 to 126 on the bus, 0 to 30 as people write it. */
export interface GpibPlace {
  readonly primary: number;
  /** 0 to 30; null where there is none. */
  readonly secondary: number | null;
}

/** What leads to a GPIB adapter that speaks Prologix' commands. */
export type Adapter =
  | { readonly host: string; readonly port: number }
  | { readonly place: SerialPlace; readonly baud: number };

/** An instrument behind a Prologix adapter. */
export interface PrologixAddress {
  readonly scheme: 'prologix';
  readonly adapter: Adapter;
  readonly gpib: GpibPlace;
}

/** An instrument behind the adapter that this desk calls GPIB board `board`. */
export interface GpibAddress {
  readonly scheme: 'gpib';
  readonly board: number;
  readonly gpib: GpibPlace;
}

/** A recorded session that answers as the instrument did then: the name of a transcript in the data folder. */
export interface ReplayAddress {
  readonly scheme: 'replay';
  readonly name: string;
}

/** Where an instrument is. */
export type Address =
  | TcpAddress
  | Vxi11Address
  | HislipAddress
  | UsbAddress
  | SerialAddress
  | PrologixAddress
  | GpibAddress
  | ReplayAddress;

export type Scheme = Address['scheme'];

/** Ports that are used where an address names none. source: IANA service names (scpi-raw, hislip); Prologix GPIB-ETHERNET manual, 5. */
export const defaultPorts = { tcp: 5025, hislip: 4880, prologix: 1234 } as const;

/** Bits a second of an adapter's serial port. source: Prologix GPIB-USB: any rate; AR488: 115200. */
export const defaultAdapterBaud = 115_200;

/** An address that cannot be used, and why. ADDRESS_INVALID. */
export function invalid(text: string, why: string): Fault {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new Fault('ADDRESS_INVALID', t`${JSON.stringify(shown)} is not an address: ${why}.`);
}

/** True for the name of a transcript: one that is a name of a file on every system, and leads nowhere else. */
export const isTranscriptName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9._-]{0,99}$/i.test(name) && !name.includes('..') && !name.endsWith('.');
