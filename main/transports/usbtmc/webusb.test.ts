import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UsbAddress } from '#shared/address/address.ts';
import { FakeBus, FakeNative, usbtmcInterface } from './native.fixture.ts';
import { PipeError } from './pipe.ts';
import { openWebUsb } from './webusb.ts';

let devices = '';
beforeEach(() => {
  devices = mkdtempSync(join(tmpdir(), 'lablink-usb-'));
});
afterEach(() => rmSync(devices, { recursive: true, force: true }));

/** The kernel's folder of interface 1, held by `driver`. */
function holds(driver: string, interfaceNumber = 1): void {
  const folder = join(devices, `1-2.3:1.${interfaceNumber}`);
  mkdirSync(folder);
  symlinkSync(`../../../bus/usb/drivers/${driver}`, join(folder, 'driver'));
}

const address: UsbAddress = {
  scheme: 'usb',
  vendorId: '1d6b',
  productId: '0104',
  serial: null,
  interface: null,
};
const open = (bus: FakeBus, to: Partial<UsbAddress> = {}, platform: NodeJS.Platform = 'linux') =>
  openWebUsb({ ...address, ...to }, { platform, load: async () => bus, devices });
const view = (...bytes: number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);

test('the only device of its kind is taken, or the one with the serial number', async () => {
  const [first, second] = [new FakeNative('A 1'), new FakeNative('B')];
  await open(new FakeBus(first));
  expect(first.calls).toEqual(['open', 'claimInterface 1']);
  await open(new FakeBus(first, second), { serial: 'B' });
  expect(second.calls).toEqual(['open', 'claimInterface 1']);
});

test.each<[string, FakeNative[], Partial<UsbAddress>, string]>([
  ['none', [], {}, 'No USB instrument 1d6b:0104 is plugged in.'],
  [
    'several',
    [new FakeNative('A'), new FakeNative(null)],
    {},
    '2 USB instruments are 1d6b:0104: A, without serial number.',
  ],
  ['others', [new FakeNative('A')], { serial: 'Z' }, 'No USB instrument 1d6b:0104 (Z) is plugged in, but A.'],
  [
    'a printer',
    [new FakeNative('A', [usbtmcInterface(0, 1)])],
    {},
    'The USB device 1d6b:0104 is no test and measurement instrument (USBTMC).',
  ],
  [
    'another interface',
    [new FakeNative('A', [usbtmcInterface(0, 1), usbtmcInterface(4)])],
    { interface: 0 },
    'Interface 0 of the USB instrument 1d6b:0104 is not USBTMC, but 4.',
  ],
])('what is plugged in is told where it is %s', async (_, plugged, to, message) => {
  await expect(open(new FakeBus(...plugged), to)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message,
    remedy: expect.stringMatching(/\w/),
  });
  for (const device of plugged)
    expect(device.calls).toEqual(device.calls.includes('open') ? ['open', 'close'] : []);
});

test('the kernel driver is put aside, and gets the interface back', async () => {
  holds('usbtmc');
  const device = new FakeNative('A');
  const pipe = await open(new FakeBus(device));
  await pipe.close();
  expect(device.calls).toEqual([
    'open',
    'detachKernelDriver 1',
    'claimInterface 1',
    'releaseInterface 1',
    'attachKernelDriver 1',
    'close',
  ]);
});

test('the kernel driver gets the interface back when it cannot be claimed', async () => {
  holds('usbtmc');
  const device = new FakeNative('A');
  device.failures.set('claimInterface', 'failed to claim interface (errno 5)');
  await expect(open(new FakeBus(device))).rejects.toMatchObject({ code: 'INSTRUMENT_UNREACHABLE' });
  expect(device.calls.slice(-2)).toEqual(['attachKernelDriver 1', 'close']);
});

test('an interface that another program holds is left to it', async () => {
  holds('usbfs');
  const device = new FakeNative('A');
  device.failures.set('claimInterface', 'interface is busy (errno 16)');
  await expect(open(new FakeBus(device))).rejects.toMatchObject({
    message: 'The USB instrument 1d6b:0104 is used by another program.',
  });
  expect(device.calls).toEqual(['open', 'claimInterface 1', 'close']);
});

test.each<[NodeJS.Platform, string, RegExp, RegExp]>([
  ['linux', 'permission denied (errno 13)', /may not open/, /60-lablink-usbtmc\.rules/],
  ['linux', 'failed to open device (errno 13)', /may not open/, /udev/],
  ['darwin', 'permission denied', /may not open/, /LAN/],
  ['win32', 'incompatible driver is installed for this interface', /no driver/, /LAN.*WinUSB/s],
  ['win32', 'interface is in use', /another program/, /Close/],
  ['linux', 'device not found (errno 2)', /unplugged/, /Plug/],
  ['linux', 'something (errno 71)', /could not be opened/, /Unplug/],
])('on %s, "%s" is told in words, with a remedy', async (platform, failure, message, remedy) => {
  const device = new FakeNative('A');
  device.failures.set('open', failure);
  await expect(open(new FakeBus(device), {}, platform)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
  });
});

test('the udev rules that the remedy names are there, and mark USBTMC alone', async () => {
  const device = new FakeNative('A');
  device.failures.set('open', 'permission denied (errno 13)');
  const { remedy } = await open(new FakeBus(device)).catch((error) => error);
  const [name = ''] = /[\w-]+\.rules/.exec(remedy) ?? [];
  const rules = readFileSync(join(import.meta.dirname, '../../../packaging/linux', name), 'utf8');
  const active = rules.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(active.filter((line) => line.includes('uaccess'))).toEqual([
    'ENV{ID_USB_INTERFACES}=="*:fe03??:*", TAG+="uaccess"',
  ]);
  // Seats are given what is marked by 73-seat-late.rules.
  expect(Number.parseInt(name, 10)).toBeLessThan(73);
});

test('a system that tells nothing of USB is a fault in words', async () => {
  const bus = new FakeBus();
  bus.getDevices = () => Promise.reject(new Error('getDevices error: not found (errno 2)'));
  await expect(open(bus)).rejects.toMatchObject({ code: 'INSTRUMENT_UNREACHABLE' });
});

test('transfers go to the right endpoints, with their deadlines', async () => {
  const device = new FakeNative('A');
  const pipe = await open(new FakeBus(device));
  device.calls.length = 0;
  const request = { recipient: 'endpoint', request: 3, value: 7, index: 0x82, length: 2 } as const;
  expect(await pipe.controlIn(request, 100)).toHaveLength(4);
  const sending = pipe.bulkOut(new Uint8Array(8), 200);
  // In this very tick: an emergency message cannot wait for another one.
  expect(device.calls).toHaveLength(2);
  await sending;
  const reading = pipe.bulkIn(512, 300);
  await expect.poll(() => device.calls).toHaveLength(3);
  device.arrive({ status: 'ok', data: view(1, 2, 3) });
  expect([...(await reading)]).toEqual([1, 2, 3]);
  const notified = pipe.interruptIn(400);
  await expect.poll(() => device.calls).toHaveLength(4);
  device.arrive({ status: 'ok', data: view(0x81, 0x40) });
  expect([...(await notified)]).toEqual([0x81, 0x40]);
  await pipe.clearHalt('out');
  await pipe.clearHalt('interrupt');
  expect(device.calls).toEqual([
    'controlTransferIn {"requestType":"class","recipient":"endpoint","request":3,"value":7,"index":130} 2 100',
    'transferOut 1 8 200',
    'transferIn 2 512 300',
    'transferIn 3 2 400',
    'clearHalt out 1',
    'clearHalt in 3',
  ]);
});

test('nothing is given back while a transfer is under way', async () => {
  const device = new FakeNative('A');
  const pipe = await open(new FakeBus(device));
  const reading = pipe.bulkIn(512, 1000);
  await expect.poll(() => device.calls).toHaveLength(3);
  const closing = pipe.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(device.calls).not.toContain('releaseInterface 1');
  device.arrive({ status: 'ok', data: view() });
  await Promise.all([reading, closing]);
  expect(device.calls.slice(-2)).toEqual(['releaseInterface 1', 'close']);
});

test('a device that has gone, and a transfer that never ends: closing does not wait for it for ever', async () => {
  const device = new FakeNative('A');
  const bus = new FakeBus(device);
  const pipe = await open(bus);
  // The module never ends this one.
  pipe.bulkIn(512, 1000).catch(() => undefined);
  await expect.poll(() => device.calls).toHaveLength(3);
  bus.leave(device);
  await pipe.close();
  expect(device.calls).toContain('transferIn 2 512 1000');
});

test.each([
  ['Stall', 'stall'],
  ['endpoint stalled', 'stall'],
  ['Cancelled', 'timeout'],
  ['transfer was cancelled', 'timeout'],
  ['Disconnected', 'gone'],
  ['device disconnected', 'gone'],
  ['Fault', 'broken'],
  ['endpoint not found', 'broken'],
])('what the module calls "%s" is %s', async (failure, trouble) => {
  const device = new FakeNative('A');
  const pipe = await open(new FakeBus(device));
  let gone = 0;
  pipe.onGone(() => gone++);
  device.failures.set('transferOut', failure);
  const failed = await pipe.bulkOut(new Uint8Array(4), 1).catch((error) => error);
  expect(failed).toBeInstanceOf(PipeError);
  expect(failed.trouble).toBe(trouble);
  await pipe.bulkOut(new Uint8Array(4), 1).catch(() => undefined);
  expect(gone).toBe(trouble === 'gone' ? 1 : 0);
});

test('a transfer that took less than all is broken', async () => {
  const device = new FakeNative('A');
  const pipe = await open(new FakeBus(device));
  device.written = 3;
  await expect(pipe.bulkOut(new Uint8Array(8), 1)).rejects.toMatchObject({ trouble: 'broken' });
});

test('the device that leaves is told from another one, and nobody listens after the end', async () => {
  const device = new FakeNative('A');
  const bus = new FakeBus(device);
  const pipe = await open(bus);
  let gone = 0;
  pipe.onGone(() => gone++);
  bus.leave(new FakeNative('B'));
  expect(gone).toBe(0);
  bus.leave(device);
  bus.leave(device);
  expect(gone).toBe(1);
  await pipe.close();
  expect(bus.listeners.size).toBe(0);
});
