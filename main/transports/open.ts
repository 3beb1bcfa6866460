import { invalid, parseAddress, printTcpAddress, tcpAddress } from './address.ts';
import { TcpTransport } from './tcp.ts';
import type { OpenTransport, Transport } from './transport.ts';

/** How one scheme of addresses is checked, written and opened. */
interface Scheme {
  /** The address in the one spelling that is shown and stored. Throws ADDRESS_INVALID. */
  readonly print: (address: URL) => string;
  readonly open: OpenTransport;
}

/** One row a scheme: a new transport is registered here. */
const schemes: Readonly<Record<string, Scheme>> = {
  tcp: {
    print: (address) => printTcpAddress(tcpAddress(address)),
    open: (address) => new TcpTransport(tcpAddress(address)),
  },
};

function find(text: string): { readonly url: URL; readonly scheme: Scheme } {
  const url = parseAddress(text);
  const name = url.protocol.slice(0, -1).toLowerCase();
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (scheme === undefined)
    throw invalid(text, `${name}:// is not known here; known: ${Object.keys(schemes).join(', ')}`);
  return { url, scheme };
}

/** An address in its one spelling: host in lower case, port always written. Throws ADDRESS_INVALID. */
export function normalAddress(text: string): string {
  const { url, scheme } = find(text);
  return scheme.print(url);
}

/** What makes a fresh, closed transport for an address, as often as it is called. Throws ADDRESS_INVALID. */
export function transportFor(address: string): () => Transport {
  const { url, scheme } = find(address);
  scheme.print(url);
  return () => scheme.open(url);
}
