import type { DomainHandlers } from '#main/bridge/handlers.ts';
import {
  listSerialPorts,
  listUsbDevices,
  type SerialPortSeen,
  type UsbDeviceSeen,
} from '#main/transports/ports.ts';
import { listTranscripts, readHeading, removeTranscript } from '#main/transports/transcript/file.ts';
import { defaultLine } from '#shared/address/address.ts';
import { printAddress } from '#shared/address/parse.ts';
import type { links, SerialPortInfo, UsbInstrumentInfo } from '#shared/contract/links.ts';
import { Fault } from '#shared/faults.ts';
import type { Room } from './room.ts';

/** Test and measurement class. source: USBTMC 1.00, 4.3 (bInterfaceClass 0xFE, bInterfaceSubClass 0x03). */
const testAndMeasurement = { class: 0xfe, subclass: 0x03 };
/** As many transcripts, or ports, as a list shows. */
const most = 200;

/** What is plugged in, and what was recorded. */
export function linkHandlers(room: Room): DomainHandlers<typeof links> {
  const recorded = (): ReadonlySet<string> =>
    new Set(
      [...room.devices.values()].flatMap(({ recording }) =>
        recording === null || recording.fault !== null ? [] : [recording.name],
      ),
    );
  let looking: ReturnType<typeof look> | null = null;
  return {
    // Looking starts a process on some systems: whoever asks meanwhile gets the same answer.
    ports: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },

    async transcripts() {
      const { transcripts } = room.where;
      const writing = recorded();
      return Promise.all(
        (await listTranscripts(transcripts, most)).map(async ({ name, bytes }) => {
          const heading = await readHeading(transcripts, name);
          return {
            name,
            address: printAddress({ scheme: 'replay', name }),
            instrument: heading?.name ?? null,
            startedAt: heading?.startedAt ?? null,
            bytes,
            recording: writing.has(name),
          };
        }),
      );
    },

    async removeTranscript({ name }) {
      if (recorded().has(name))
        throw new Fault('INPUT_INVALID', `${name} is being recorded.`, {
          remedy: 'Stop the recording first.',
        });
      await removeTranscript(room.where.transcripts, name);
      return {};
    },
  };
}

/** What is plugged in now. What could not be listed is null, and `trouble` says why. */
async function look(): Promise<{
  serial: SerialPortInfo[] | null;
  usb: UsbInstrumentInfo[] | null;
  trouble: string[];
}> {
  const trouble: string[] = [];
  const failed = (what: string) => (error: unknown) => {
    trouble.push(`${what} could not be listed: ${error instanceof Error ? error.message : 'unknown'}.`);
    return null;
  };
  const [serial, usb] = await Promise.all([
    listSerialPorts().catch(failed('Serial ports')),
    listUsbDevices()
      .then((found) => {
        if (found === null) trouble.push('This system knows no USB.');
        return found;
      })
      .catch(failed('USB devices')),
  ]);
  return {
    serial: serial === null ? null : serial.slice(0, most).map(serialInfo),
    usb: usb === null ? null : usb.filter(isInstrument).slice(0, most).map(usbInfo),
    trouble,
  };
}

function serialInfo(port: SerialPortSeen): SerialPortInfo {
  const { vendorId, productId, serial, path } = port;
  const place =
    vendorId !== null && productId !== null && serial !== null ? { vendorId, productId, serial } : { path };
  return { ...port, address: printAddress({ scheme: 'serial', place, line: defaultLine }) };
}

const isInstrument = ({ interfaces }: UsbDeviceSeen): boolean =>
  interfaces.some(
    (each) => each.class === testAndMeasurement.class && each.subclass === testAndMeasurement.subclass,
  );

function usbInfo({ vendorId, productId, manufacturer, product, serial }: UsbDeviceSeen): UsbInstrumentInfo {
  const address = printAddress({
    scheme: 'usb',
    vendorId,
    productId,
    serial: serial === '' ? null : serial,
    interface: null,
  });
  return { vendorId, productId, manufacturer, product, serial, address };
}
