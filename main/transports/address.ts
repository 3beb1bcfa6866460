import { Fault } from '#shared/faults.ts';

/** Port of a raw SCPI socket when an address names none. source: IANA `scpi-raw`, LXI default. */
const defaultTcpPort = 5025;

/** A host and a port of a `tcp` address. IPv6 hosts are written without brackets here. */
export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads an address as a URL. ADDRESS_INVALID when it is none; whether its scheme is known and what has to be in it is
 * the scheme's own business (`open.ts`).
 */
export function parseAddress(text: string): URL {
  const trimmed = text.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) throw invalid(text, 'it does not begin like tcp://');
  if (/[\s\\%]/.test(trimmed)) throw invalid(text, 'it has a character that no address has');
  const url = URL.parse(trimmed);
  if (url === null) throw invalid(text, 'the host or the port cannot be read');
  return url;
}

/** Host and port of `tcp://host[:port]`. ADDRESS_INVALID for anything more or less. */
export function tcpAddress(url: URL): TcpAddress {
  const text = url.href;
  if (url.username !== '' || url.password !== '')
    throw invalid(text, 'a name and a password have no place in it');
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '')
    throw invalid(text, 'nothing may follow the port');
  if (url.hostname === '') throw invalid(text, 'the host is missing');
  const port = url.port === '' ? defaultTcpPort : Number(url.port);
  if (port < 1) throw invalid(text, 'a port is a number from 1 to 65535');
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname.toLowerCase();
  if (!url.hostname.startsWith('[') && !hostName.test(host)) throw invalid(text, 'the host cannot be read');
  return { host, port };
}

/** Writes a TCP address the one way the console shows and stores it. */
export function printTcpAddress({ host, port }: TcpAddress): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Letters, digits, hyphens and dots, and underscores that some networks use. source: RFC 1123, 2.1. */
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*\.?$/;

/** An address that cannot be used, and why. */
export function invalid(text: string, why: string): Fault {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new Fault('ADDRESS_INVALID', `${JSON.stringify(shown)} is not an address: ${why}.`);
}
