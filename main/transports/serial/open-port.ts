import type { SerialLine } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { AwaitedPort, type AwaitedBinding } from './awaited-port.ts';
import { openFault, troubleFault } from './faults.ts';
import { lockHolder } from './lock-holder.ts';
import { PolledPort, type PolledBinding } from './polled-port.ts';
import type { Port, PortEvents } from './port.ts';

type Binding = AwaitedBinding &
  Partial<PolledBinding> & {
    set(levels: { brk: boolean; cts: boolean; dsr: boolean; dtr: boolean; rts: boolean }): Promise<void>;
  };

/**
 * Opens a serial port for this console alone, with the settings of the line. Rejects with INSTRUMENT_UNREACHABLE.
 *
 * DTR and RTS: Linux and macOS raise both while they open a port, before anybody can say otherwise; a line that wants
 * one low has it low a moment later. A board that resets when DTR rises does so once at every opening, except where the
 * level was still up: `hupcl: false` leaves the system's own setting (the module can set HUPCL and never clear it), so
 * that `stty -F <port> -hupcl` keeps DTR up between two openings.
 */
export async function openPort(
  path: string,
  line: SerialLine,
  events: PortEvents,
  how: 'polled' | 'awaited' = process.platform === 'win32' ? 'awaited' : 'polled',
): Promise<Port> {
  const binding = await load();
  refuseUnknown(path, line);
  const holder = await lockHolder(path);
  if (holder !== null) throw troubleFault('busy', path, String(holder));
  const { baud, bits, parity, stop, flow, dtr, rts } = line;
  const opened = await binding
    .open({
      path,
      baudRate: baud,
      dataBits: bits,
      parity,
      stopBits: stop,
      rtscts: flow === 'rtscts',
      xon: flow === 'xonxoff',
      xoff: flow === 'xonxoff',
      lock: true,
      hupcl: false,
    })
    .catch(async (error: unknown) => {
      throw await openFault(error, path);
    });
  if (!dtr || !rts)
    try {
      // With RTS/CTS the system moves RTS by itself.
      await opened.set({ brk: false, cts: false, dsr: false, dtr, rts: rts || flow === 'rtscts' });
    } catch (error) {
      // A port without such lines (a pseudo terminal, some adapters) has nothing that could be lowered.
      if (!(error instanceof Error && /inappropriate ioctl|invalid argument/i.test(error.message))) {
        await opened.close();
        throw await openFault(error, path);
      }
    }
  const { fd, poller } = opened;
  return how === 'polled' && typeof fd === 'number' && poller !== undefined
    ? new PolledPort(
        { fd, poller, flush: () => opened.flush(), drain: () => opened.drain(), close: () => opened.close() },
        fd,
        events,
      )
    : new AwaitedPort(opened, events);
}

interface Module {
  open(options: Readonly<Record<string, string | number | boolean>>): Promise<Binding>;
}

async function load(): Promise<Module> {
  try {
    const { SerialPort } = await import('serialport');
    return SerialPort.binding as unknown as Module;
  } catch (error) {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'The module for serial ports cannot be loaded on this PC.', {
      remedy: 'See what lablink doctor says, or connect the instrument by LAN or USB.',
      cause: error,
    });
  }
}

/** What only Windows can. source: serialport, serialport_unix.cpp, setup. */
function refuseUnknown(path: string, { parity, stop }: SerialLine): void {
  if (process.platform === 'win32') return;
  const what =
    parity === 'mark' || parity === 'space' ? `parity ${parity}` : stop === 1.5 ? '1.5 stop bits' : null;
  if (what === null) return;
  throw new Fault('ADDRESS_INVALID', `${path} cannot be opened with ${what} on this system.`, {
    remedy: 'Choose parity none, even or odd, and 1 or 2 stop bits.',
    details: { path },
  });
}
