import type { BusAction } from '#shared/contract/instruments.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Fault } from '#shared/faults.ts';
import type { Effect } from './ports.ts';

/** One interface message: how it is written down, what it may do, and how a link does it. */
interface InterfaceMessage {
  /** In the history, in place of a program message. source: IEEE 488.1, table 38 (mnemonics of remote messages). */
  readonly text: string;
  /** What a link is said to lack. */
  readonly name: string;
  readonly effects: readonly Effect[];
  /** Resolves with a status byte, or with whether the link has it. */
  readonly act: (transport: Transport, signal: AbortSignal) => Promise<number | boolean | null>;
}

const harmless: readonly Effect[] = [{ kind: 'harmless' }];

/** Every interface message that can be sent. */
export const interfaceMessages: Readonly<Record<BusAction, InterfaceMessage>> = {
  clear: {
    text: '<SDC>',
    name: 'device clear',
    effects: harmless,
    act: (transport, signal) => transport.clear(signal),
  },
  trigger: {
    text: '<GET>',
    name: 'bus trigger',
    // What is armed, only the instrument knows.
    effects: [{ kind: 'unknown', text: 'bus trigger' }],
    act: (transport, signal) => transport.trigger(signal),
  },
  status: {
    text: '<SPE>',
    name: 'status byte outside of messages',
    effects: [{ kind: 'none' }],
    act: (transport, signal) => transport.statusByte(signal),
  },
  local: {
    text: '<GTL>',
    name: 'way to give the front panel back',
    effects: harmless,
    act: (transport, signal) => transport.local(signal),
  },
  remote: {
    text: '<REN>',
    name: 'way to take the front panel',
    effects: harmless,
    act: (transport, signal) => transport.remote(false, signal),
  },
  lockout: {
    text: '<LLO>',
    name: 'local lockout',
    effects: harmless,
    act: (transport, signal) => transport.remote(true, signal),
  },
};

/** Sends an interface message. Resolves with the status byte where it asks for one. Rejects with LINK_LACKS. */
export async function sendInterfaceMessage(
  action: BusAction,
  transport: Transport,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const { name, act } = interfaceMessages[action];
  const done = await act(transport, signal);
  if (done === false || done === null)
    throw new Fault('LINK_LACKS', `This link has no ${name}. Nothing was sent.`);
  return typeof done === 'number' ? Buffer.from(String(done)) : null;
}
