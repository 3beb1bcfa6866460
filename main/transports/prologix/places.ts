import { type Adapter, defaultLine, type GpibPlace } from '#shared/address/address.ts';
import { parseAdapter, printAdapter } from '#shared/address/parse.ts';
import { Fault } from '#shared/faults.ts';
import { SerialTransport } from '#main/transports/serial/serial.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import type { Transport } from '#main/transports/transport.ts';
import { PrologixTransport } from './prologix.ts';

/** A fresh, closed transport to an instrument behind this adapter. */
export function behindAdapter(adapter: Adapter, gpib: GpibPlace): PrologixTransport {
  return new PrologixTransport({ name: printAdapter(adapter), link: () => linkTo(adapter), gpib });
}

/** The same where the desk names the adapter by a number. Throws ADDRESS_INVALID while it names none. */
export function onBoard(board: number, adapter: string | null, gpib: GpibPlace): PrologixTransport {
  if (adapter !== null) return behindAdapter(parseAdapter(adapter), gpib);
  throw new Fault('ADDRESS_INVALID', `This desk has no adapter for GPIB board ${board}.`, {
    remedy: `Name it with lablink gpib ${board} prologix://10.0.0.3:1234, or write its address with the instrument's: prologix://10.0.0.3:1234/${gpib.primary}.`,
    details: { board },
  });
}

function linkTo(adapter: Adapter): Transport {
  if ('host' in adapter) return new TcpTransport(adapter);
  return new SerialTransport({ place: adapter.place, line: { ...defaultLine, baud: adapter.baud } });
}
