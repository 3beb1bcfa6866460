import {
  type Adapter,
  type Address,
  defaultAdapterBaud,
  defaultPorts,
  type GpibPlace,
  invalid,
  isTranscriptName,
  type Scheme,
  type SerialPlace,
} from './address.ts';
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
import { readLine, writeLine } from './line.ts';
import { t } from '#shared/language/t.ts';

/** The parts of `scheme://authority/path?options`. The path is without its first slash and not decoded yet. */
interface Parts {
  readonly text: string;
  readonly authority: string;
  readonly path: string | null;
  readonly options: ReadonlyMap<string, string>;
}

type Reader = (parts: Parts) => Address;

const readers: Readonly<Record<Scheme | 'prologix+serial', Reader>> = {
  tcp(parts) {
    only(parts);
    if (parts.path) throw invalid(parts.text, t`nothing may follow the port`);
    return { scheme: 'tcp', ...endpoint(parts, defaultPorts.tcp) };
  },
  vxi11(parts) {
    only(parts);
    const { host, port } = endpoint(parts, null);
    return { scheme: 'vxi11', host, port, device: readDeviceName(parts.path || 'inst0', parts.text) };
  },
  hislip(parts) {
    only(parts);
    const subAddress = readDeviceName(parts.path || 'hislip0', parts.text);
    return { scheme: 'hislip', ...endpoint(parts, defaultPorts.hislip), subAddress };
  },
  usb(parts) {
    only(parts, 'interface');
    const { text, authority, path, options } = parts;
    const number = options.get('interface');
    return {
      scheme: 'usb',
      ...usbIdentity(authority, text),
      serial: path ? readVisible(decode(path, text), t`the serial number`, text) : null,
      interface: number === undefined ? null : readInteger(number, 0, 255, 'an interface', text),
    };
  },
  serial({ text, authority, path, options }) {
    return { scheme: 'serial', place: serialPlace(authority, path, text), line: readLine(options, text) };
  },
  prologix(parts) {
    return { scheme: 'prologix', adapter: networkAdapter(parts), gpib: gpibPath(parts.path, parts.text) };
  },
  'prologix+serial'(parts) {
    const { text, options } = parts;
    return {
      scheme: 'prologix',
      adapter: serialAdapter(parts, 'gpib'),
      gpib: gpibPath(options.get('gpib')?.replace(',', '/') ?? null, text),
    };
  },
  gpib(parts) {
    only(parts);
    const board = readInteger(parts.authority, 0, 31, t`a GPIB board`, parts.text);
    return { scheme: 'gpib', board, gpib: gpibPath(parts.path, parts.text) };
  },
  replay(parts) {
    only(parts);
    if (parts.path) throw invalid(parts.text, t`a transcript has a name, and no folder`);
    return { scheme: 'replay', name: transcriptName(parts.authority, parts.text) };
  },
};

/** Reads `scheme://…`. ADDRESS_INVALID. */
export function readUrl(text: string): Address {
  const [name, parts] = split(text);
  if (!isScheme(name))
    throw invalid(text, `${name}:// is not known here; known: ${Object.keys(readers).join(', ')}`);
  return readers[name](parts);
}

/** Reads the address of a GPIB adapter alone, as `writeAdapter` writes it. ADDRESS_INVALID. */
export function readAdapter(text: string): Adapter {
  const [name, parts] = split(text);
  if (name === 'prologix+serial') return serialAdapter(parts);
  if (name !== 'prologix') throw invalid(text, t`an adapter is written like prologix://10.0.0.3:1234`);
  if (parts.path) throw invalid(text, t`an adapter is named without an instrument behind it`);
  return networkAdapter(parts);
}

function split(text: string): readonly [string, Parts] {
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(text);
  if (found === null) throw invalid(text, t`it cannot be read`);
  const [, scheme = '', authority = '', path = null, query = ''] = found;
  if (/[\s\\]/.test(text)) throw invalid(text, t`it has a character that no address has`);
  const name = scheme.toLowerCase();
  if (authority.includes('@')) throw invalid(text, t`a name and a password have no place in it`);
  return [name, { text, authority, path, options: readOptions(query, text) }];
}

const isScheme = (name: string): name is keyof typeof readers => Object.hasOwn(readers, name);

/** Writes an address the one way that the console shows and stores. */
export function writeUrl(address: Address): string {
  switch (address.scheme) {
    case 'tcp':
      return `tcp://${writeHost(address.host)}:${address.port}`;
    case 'vxi11':
      return `vxi11://${writeHost(address.host)}${address.port === null ? '' : `:${address.port}`}/${address.device}`;
    case 'hislip':
      return `hislip://${writeHost(address.host)}:${address.port}/${address.subAddress}`;
    case 'usb':
      return `usb://${usbText(address)}${options(address.interface === null ? [] : [['interface', String(address.interface)]])}`;
    case 'serial':
      return `serial://${placeText(address.place)}${options(writeLine(address.line))}`;
    case 'gpib':
      return `gpib://${address.board}/${gpibText(address.gpib)}`;
    case 'replay':
      return `replay://${address.name}`;
    case 'prologix':
      return prologixText(address.adapter, address.gpib);
  }
}

/** Writes the address of a GPIB adapter alone, without an instrument behind it. */
export const writeAdapter = (adapter: Adapter): string => prologixText(adapter, null);

function prologixText(adapter: Adapter, gpib: GpibPlace | null): string {
  if ('host' in adapter)
    return `prologix://${writeHost(adapter.host)}:${adapter.port}${gpib === null ? '' : `/${gpibText(gpib)}`}`;
  const settings: [string, string][] = gpib === null ? [] : [['gpib', gpibText(gpib).replace('/', ',')]];
  if (adapter.baud !== defaultAdapterBaud) settings.push(['baud', String(adapter.baud)]);
  return `prologix+serial://${placeText(adapter.place)}${options(settings)}`;
}

function networkAdapter(parts: Parts): Adapter {
  only(parts);
  return endpoint(parts, defaultPorts.prologix);
}

function serialAdapter(parts: Parts, ...more: readonly string[]): Adapter {
  only(parts, 'baud', ...more);
  const { text, options } = parts;
  const baud = options.get('baud');
  return {
    place: serialPlace(parts.authority, parts.path, text),
    baud: baud === undefined ? defaultAdapterBaud : readInteger(baud, 50, 4_000_000, 'baud', text),
  };
}

function endpoint<T extends number | null>(
  { authority, text }: Parts,
  otherwise: T,
): { readonly host: string; readonly port: number | T } {
  const found = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority);
  if (found === null) throw invalid(text, t`the host or the port cannot be read`);
  const [, host = '', port] = found;
  return { host: readHost(host, text), port: port === undefined ? otherwise : readPort(port, text) };
}

function usbIdentity(
  authority: string,
  text: string,
): { readonly vendorId: string; readonly productId: string } {
  const [vendor = '', product = '', ...rest] = authority.split(':');
  if (rest.length > 0) throw invalid(text, t`it has more than a vendor and a product number`);
  return { vendorId: readUsbId(vendor, text), productId: readUsbId(product, text) };
}

/** `/dev/ttyUSB0`, `COM3`, or `0403:6001` with a serial number behind it. */
function serialPlace(authority: string, path: string | null, text: string): SerialPlace {
  if (authority === '') {
    if (!path) throw invalid(text, t`the port is missing`);
    return { path: readPath(`/${decode(path, text)}`, text) };
  }
  if (authority.includes(':'))
    return {
      ...usbIdentity(authority, text),
      serial: path ? readVisible(decode(path, text), t`the serial number`, text) : null,
    };
  if (path)
    throw invalid(text, t`a port of this system begins with three slashes, like serial:///dev/ttyUSB0`);
  return { path: readPath(decode(authority, text), text) };
}

function gpibPath(path: string | null, text: string): GpibPlace {
  if (!path) throw invalid(text, t`the GPIB address is missing`);
  const [primary = '', secondary, ...rest] = path.split('/');
  if (rest.length > 0) throw invalid(text, t`a GPIB address has a primary and perhaps a secondary number`);
  return readGpib(primary, secondary, text);
}

function transcriptName(name: string, text: string): string {
  if (!isTranscriptName(name))
    throw invalid(text, t`a transcript has a name of letters, digits, dots, hyphens and underscores`);
  return name;
}

const gpibText = ({ primary, secondary }: GpibPlace): string =>
  secondary === null ? String(primary) : `${primary}/${secondary}`;

const usbText = (usb: {
  readonly vendorId: string;
  readonly productId: string;
  readonly serial: string | null;
}): string =>
  `${usb.vendorId}:${usb.productId}${usb.serial === null ? '' : `/${encodeURIComponent(usb.serial)}`}`;

function placeText(place: SerialPlace): string {
  if (!('path' in place)) return usbText(place);
  return place.path.startsWith('/')
    ? `/${place.path.slice(1).split('/').map(encodeURIComponent).join('/')}`
    : encodeURIComponent(place.path);
}

const options = (pairs: readonly [string, string][]): string =>
  pairs.length === 0 ? '' : `?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;

function readOptions(query: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (query === '') return found;
  for (const pair of query.split('&')) {
    const [key = '', value, ...rest] = pair.split('=');
    if (value === undefined || rest.length > 0) throw invalid(text, t`${pair.slice(0, 20)} is no setting`);
    if (found.has(key.toLowerCase())) throw invalid(text, t`${key} is there twice`);
    found.set(key.toLowerCase(), value);
  }
  return found;
}

/** Refuses settings that this kind of address does not have. */
function only({ options: given, text }: Parts, ...known: readonly string[]): void {
  for (const key of given.keys())
    if (!known.includes(key)) throw invalid(text, t`it has no setting ${key.slice(0, 20)}`);
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(text, t`a % stands for a character, like %20`);
  }
}
