import { openWritable } from '#main/database/connection.ts';
import { listSerialPorts, listUsbDevices, loadUsb } from '#main/transports/ports.ts';

/** Loads one native module and uses it a little. Run by `probe` in a process of its own: prints JSON, or ends badly. */
const probes: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'better-sqlite3'() {
    const connection = openWritable(':memory:');
    const row = connection.prepare('SELECT sqlite_version() AS version').get();
    connection.close();
    return row;
  },
  serialport: () => listSerialPorts(),
  usb: () => loadUsb(),
  'usb-devices': () => listUsbDevices(),
};

const answer = await probes[process.argv[2] ?? '']?.();
process.stdout.write(JSON.stringify(answer ?? null));
