import { z } from '#shared/schema.ts';
import { type GpibPlace, invalid } from './address.ts';
import { t } from '#shared/language/t.ts';

/** Letters, digits, hyphens and dots, and underscores that some networks use. source: RFC 1123, 2.1. */
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*\.?$/;

const ipv6 = z.ipv6();

/** A host in its one spelling: lower case, IPv6 without brackets. ADDRESS_INVALID. */
export function readHost(host: string, text: string): string {
  if (host === '') throw invalid(text, t`the host is missing`);
  if (host.startsWith('[')) {
    const inner = host.endsWith(']') ? host.slice(1, -1).toLowerCase() : '';
    if (!ipv6.safeParse(inner).success) throw invalid(text, t`the host cannot be read`);
    return inner;
  }
  const lower = host.toLowerCase();
  if (!hostName.test(lower)) throw invalid(text, t`the host cannot be read`);
  return lower;
}

/** A host as it stands in an address. */
export const writeHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A port of TCP. ADDRESS_INVALID. */
export function readPort(digits: string, text: string): number {
  return readInteger(digits, 1, 65_535, 'a port', text);
}

/** A whole number within limits. ADDRESS_INVALID. */
export function readInteger(digits: string, min: number, max: number, what: string, text: string): number {
  const number = /^\d{1,7}$/.test(digits) ? Number(digits) : Number.NaN;
  if (!(number >= min && number <= max)) throw invalid(text, t`${what} is a number from ${min} to ${max}`);
  return number;
}

/** A primary and perhaps a secondary address; 96 to 126 is 0 to 30. ADDRESS_INVALID. */
export function readGpib(primary: string, secondary: string | undefined, text: string): GpibPlace {
  const second =
    secondary === undefined ? null : readInteger(secondary, 0, 126, t`a secondary address`, text);
  if (second !== null && second > 30 && second < 96)
    throw invalid(text, t`a secondary address is a number from 0 to 30, or from 96 to 126`);
  return {
    primary: readInteger(primary, 0, 30, t`a primary address`, text),
    secondary: second !== null && second >= 96 ? second - 96 : second,
  };
}

/** A name of a logical device (VXI-11) or a sub-address (HiSLIP). ADDRESS_INVALID. */
export function readDeviceName(name: string, text: string): string {
  if (!/^[A-Za-z0-9_.,-]{1,64}$/.test(name)) throw invalid(text, t`the name of the device cannot be read`);
  return name;
}

/** A vendor or product number of USB, written `0x1AB1`, or in bare hexadecimal. ADDRESS_INVALID. */
export function readUsbId(id: string, text: string): string {
  const hex = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(id)?.[1];
  if (hex === undefined) throw invalid(text, t`a vendor or product number has up to four hexadecimal digits`);
  return hex.toLowerCase().padStart(4, '0');
}

/** A serial number of USB, or a path: anything that can be seen. ADDRESS_INVALID. */
export function readVisible(value: string, what: string, text: string): string {
  // source: USB 2.0, 9.6.7: a string descriptor holds up to 126 characters.
  if (
    value === '' ||
    value.length > 126 ||
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value) ||
    value !== value.trim()
  )
    throw invalid(text, t`${what} cannot be read`);
  return value;
}

/** The port that a person or a system calls so; COM ports in capitals. ADDRESS_INVALID. */
export function readPath(path: string, text: string): string {
  const seen = readVisible(path, t`the name of the port`, text);
  return /^com\d{1,3}$/i.test(seen) ? seen.toUpperCase() : seen;
}
