import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listSerialPorts, listUsbDevices } from './ports.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lablink-sysfs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (folder: string, files: Record<string, string>): void => {
  mkdirSync(join(root, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, folder, name), `${text}\n`);
};

test('a USB device is read from the kernel files, with its interfaces, and buses are left out', async () => {
  write('usb1', { idVendor: '1d6b', idProduct: '0002', busnum: '1', devnum: '1' });
  write('1-2.3', {
    idVendor: '1ab1',
    idProduct: '0588',
    busnum: '1',
    devnum: '7',
    manufacturer: 'Maker',
    product: 'Scope',
    serial: 'S1',
  });
  write('1-2.3:1.0', { bInterfaceClass: 'fe', bInterfaceSubClass: '03' });
  // Another device whose name begins alike, unplugged in the middle.
  write('1-2.30', { idVendor: '', idProduct: '' });
  expect(await listUsbDevices('linux', root)).toEqual([
    {
      vendorId: '1ab1',
      productId: '0588',
      manufacturer: 'Maker',
      product: 'Scope',
      serial: 'S1',
      interfaces: [{ class: 0xfe, subclass: 3 }],
      node: '/dev/bus/usb/001/007',
    },
  ]);
});

test('a kernel without USB is told from one where nothing is plugged in', async () => {
  expect(await listUsbDevices('linux', root)).toEqual([]);
  expect(await listUsbDevices('linux', join(root, 'nowhere'))).toBeNull();
});

// serialport asks it on Linux.
const listed = process.platform !== 'linux' || spawnSync('udevadm', ['--version']).status === 0;
if (!listed)
  process.stderr.write(
    'skipped, the serial ports of this computer: udevadm is not installed (Debian: udev)\n',
  );
test.skipIf(!listed)('the native module lists the serial ports of this computer', async () => {
  for (const { path } of await listSerialPorts()) expect(path).toMatch(/^(\/dev\/|COM)/);
});
