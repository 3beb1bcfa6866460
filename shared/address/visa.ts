import { type Address, defaultLine, defaultPorts, invalid } from './address.ts';
import {
  readDeviceName,
  readGpib,
  readHost,
  readInteger,
  readPath,
  readPort,
  readUsbId,
  readVisible,
  writeHost,
} from './fields.ts';
import { t } from '#shared/language/t.ts';

/**
 * Reads a resource name as VISA writes it; null when it is none. ADDRESS_INVALID when it is one and cannot be used. The
 * number of a network or USB board is read and not kept: the system finds the way. source: VPP-4.3 (2022), 4.3.1, table 4.3.1.
 */
export function readVisa(text: string): Address | null {
  const parts = split(text);
  const [, kind, board = ''] = /^(TCPIP|USB|ASRL|GPIB)(.*)$/i.exec(parts[0] ?? '') ?? [];
  if (kind === undefined) return null;
  const tail = parts.slice(1);
  switch (kind.toUpperCase()) {
    case 'TCPIP':
      if (!/^\d*$/.test(board)) return null;
      return readNetwork(tail, text);
    case 'USB':
      if (!/^\d*$/.test(board)) return null;
      return readUsb(tail, text);
    case 'ASRL':
      return readSerial(board, tail, text);
    default:
      if (!/^\d*$/.test(board)) return null;
      return readBus(board, tail, text);
  }
}

/** Takes `INSTR` off the end, which may be left out everywhere but for a socket. */
function instrument(parts: readonly string[], text: string): readonly string[] {
  const last = parts.at(-1)?.toUpperCase() ?? '';
  if (['SOCKET', 'INTFC', 'MEMACC', 'BACKPLANE', 'SERVANT', 'RAW'].includes(last))
    throw invalid(text, t`${last} is no resource that the console talks to here`);
  return last === 'INSTR' ? parts.slice(0, -1) : parts;
}

function readNetwork(tail: readonly string[], text: string): Address {
  if (tail.at(-1)?.toUpperCase() === 'SOCKET') {
    const [host = '', port = '', ...rest] = tail.slice(0, -1);
    if (rest.length > 0) throw invalid(text, t`a socket has a host and a port`);
    return { scheme: 'tcp', host: readHost(host, text), port: readPort(port, text) };
  }
  const [host = '', device = 'inst0', ...rest] = instrument(tail, text);
  if (rest.length > 0) throw invalid(text, t`it has too many parts`);
  const found = readHost(host, text);
  const hislip = /^(hislip[^,]*)(?:,(.*))?$/i.exec(device);
  if (hislip === null)
    return { scheme: 'vxi11', host: found, port: null, device: readDeviceName(device, text) };
  const [, name = '', port] = hislip;
  return {
    scheme: 'hislip',
    host: found,
    port: port === undefined ? defaultPorts.hislip : readPort(port, text),
    subAddress: readDeviceName(name, text),
  };
}

function readUsb(tail: readonly string[], text: string): Address {
  const [vendor = '', product = '', serial = '', number, ...rest] = instrument(tail, text);
  if (rest.length > 0) throw invalid(text, t`it has too many parts`);
  return {
    scheme: 'usb',
    vendorId: visaUsbId(vendor, text),
    productId: visaUsbId(product, text),
    serial: serial === '' ? null : readVisible(serial, t`the serial number`, text),
    interface: number === undefined ? null : readInteger(number, 0, 255, 'an interface', text),
  };
}

/** In a resource name, a number without 0x is decimal. */
function visaUsbId(id: string, text: string): string {
  if (/^0x/i.test(id)) return readUsbId(id, text);
  return readUsbId(readInteger(id, 0, 65_535, t`a vendor or product number`, text).toString(16), text);
}

/** `ASRL/dev/ttyUSB0::INSTR`, and `ASRL3::INSTR` for COM3. */
function readSerial(name: string, tail: readonly string[], text: string): Address {
  if (instrument(tail, text).length > 0) throw invalid(text, t`it has too many parts`);
  const path = /^\d{1,3}$/.test(name) ? `COM${Number(name)}` : name;
  if (path === '' || (path === 'COM0' && path !== name)) throw invalid(text, t`the port is missing`);
  return { scheme: 'serial', place: { path: readPath(path, text) }, line: defaultLine };
}

function readBus(board: string, tail: readonly string[], text: string): Address {
  const [primary = '', secondary, ...rest] = instrument(tail, text);
  if (rest.length > 0) throw invalid(text, t`it has too many parts`);
  return {
    scheme: 'gpib',
    board: board === '' ? 0 : readInteger(board, 0, 31, t`a GPIB board`, text),
    gpib: readGpib(primary, secondary, text),
  };
}

/** Splits at `::`, but not inside the brackets of IPv6. */
function split(text: string): readonly string[] {
  return text
    .replace(/\[[^\]]*\]/g, (host) => host.replaceAll('::', '\u0000'))
    .split('::')
    .map((part) => part.replaceAll('\u0000', '::'));
}

/**
 * An address as VISA writes it; null where VISA has no word for it (a recorded session, an adapter without a board
 * number, a core port, the settings of a line). `readVisa` reads the same address from it.
 */
export function writeVisa(address: Address): string | null {
  switch (address.scheme) {
    case 'tcp':
      return `TCPIP::${writeHost(address.host)}::${address.port}::SOCKET`;
    case 'vxi11':
      return address.port === null && !/^hislip/i.test(address.device)
        ? `TCPIP::${writeHost(address.host)}::${address.device}::INSTR`
        : null;
    case 'hislip': {
      if (!/^hislip[^,]*$/i.test(address.subAddress)) return null;
      const port = address.port === defaultPorts.hislip ? '' : `,${address.port}`;
      return `TCPIP::${writeHost(address.host)}::${address.subAddress}${port}::INSTR`;
    }
    case 'usb': {
      const { vendorId, productId, serial, interface: number } = address;
      if (serial === null || /::|^:|:$|^(INSTR|RAW)$/i.test(serial) || /[[\]]/.test(serial)) return null;
      const id = (hex: string): string => `0x${hex.toUpperCase()}`;
      return `USB0::${id(vendorId)}::${id(productId)}::${serial}${number === null ? '' : `::${number}`}::INSTR`;
    }
    case 'serial': {
      const { place, line } = address;
      const usual = Object.entries(defaultLine).every(
        ([key, value]) => line[key as keyof typeof line] === value,
      );
      if (!usual || !('path' in place) || place.path.includes(':') || /[[\]]/.test(place.path)) return null;
      const com = /^COM([1-9]\d{0,2})$/.exec(place.path)?.[1];
      if (com === undefined && /^\d{1,3}$/.test(place.path)) return null;
      return `ASRL${com ?? place.path}::INSTR`;
    }
    case 'gpib': {
      const { board, gpib } = address;
      return `GPIB${board}::${gpib.primary}${gpib.secondary === null ? '' : `::${gpib.secondary}`}::INSTR`;
    }
    case 'prologix':
    case 'replay':
      return null;
  }
}
