import { type Address, type Scheme } from '#shared/address/address.ts';
import { parseAddress, printAddress } from '#shared/address/parse.ts';
import { behindAdapter, onBoard } from './prologix/places.ts';
import { SerialTransport } from './serial/serial.ts';
import { HislipTransport } from './hislip/hislip.ts';
import { TcpTransport } from './tcp.ts';
import { ReplayTransport } from './transcript/replay.ts';
import type { Transport } from './transport.ts';
import { UsbtmcTransport } from './usbtmc/usbtmc.ts';
import { Vxi11Transport } from './vxi11/vxi11.ts';

/** Makes a fresh, closed transport for an address of this scheme. Nothing is loaded or opened by it. */
type Make<S extends Scheme> = (address: Extract<Address, { scheme: S }>, where: Where) => Transport;

/** What an address alone does not say. */
export interface Where {
  /** The folder of transcripts. */
  readonly transcripts: string;
  /** What leads to the adapter that this desk calls GPIB board `board`: an address of a Prologix adapter, or null. */
  readonly gpibAdapter: (board: number) => string | null;
}

/** For what needs neither. */
const nowhere: Where = { transcripts: '', gpibAdapter: () => null };

/** One row a scheme: a new transport is registered here. */
const makers: { readonly [S in Scheme]: Make<S> } = {
  tcp: (address) => new TcpTransport(address),
  vxi11: (address) => new Vxi11Transport(address),
  hislip: (address) => new HislipTransport(address),
  usb: (address) => new UsbtmcTransport(address),
  prologix: ({ adapter, gpib }) => behindAdapter(adapter, gpib),
  gpib: ({ board, gpib }, { gpibAdapter }) => onBoard(board, gpibAdapter(board), gpib),
  serial: (address) => new SerialTransport(address),
  replay: ({ name }, { transcripts }) => new ReplayTransport(transcripts, name),
};

/** An address in its one spelling. Throws ADDRESS_INVALID. */
export const normalAddress = (text: string): string => printAddress(parseAddress(text));

/** What makes a fresh, closed transport for an address, as often as it is called. Throws ADDRESS_INVALID. */
export function transportFor(text: string, where: Where = nowhere): () => Transport {
  const address = parseAddress(text);
  return () => make(address, where);
}

function make<S extends Scheme>(address: Extract<Address, { scheme: S }>, where: Where): Transport {
  return makers[address.scheme](address, where);
}
