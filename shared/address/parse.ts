import { type Adapter, type Address, invalid } from './address.ts';
import { readAdapter, readUrl, writeAdapter, writeUrl } from './url.ts';
import { readVisa } from './visa.ts';
import { t } from '#shared/language/t.ts';

/** True for what is meant as an address, and not as the name of an instrument. */
export const looksLikeAddress = (text: string): boolean =>
  /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^\s*(TCPIP\d*|USB\d*|GPIB\d*|ASRL[^:]*)::/i.test(text);

/** Reads an address as a URL or as VISA writes it. ADDRESS_INVALID when it is neither. */
export function parseAddress(text: string): Address {
  const trimmed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return readUrl(trimmed);
  const address = readVisa(trimmed);
  if (address === null) throw invalid(text, t`it begins neither like tcp:// nor like TCPIP::`);
  return address;
}

/** An address in its one spelling, as the console shows and stores it: a URL. `parseAddress` reads the same from it. */
export const printAddress = (address: Address): string => writeUrl(address);

/** Reads the address of a GPIB adapter without an instrument behind it: `prologix://host:1234`. ADDRESS_INVALID. */
export const parseAdapter = (text: string): Adapter => readAdapter(text.trim());

/** Writes it in its one spelling. `parseAdapter` reads the same from it. */
export const printAdapter = (adapter: Adapter): string => writeAdapter(adapter);
