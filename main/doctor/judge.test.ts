import { expect, test } from 'vitest';
import { clockCheck, judgeReading } from './database.ts';
import { judgeDisk } from './disk.ts';
import { nodeCheck } from './runtime.ts';
import { joinGroup, judgePort } from './serial.ts';
import { isInstrument, judgeDevice, udevAdvice } from './usb.ts';

const gib = 2 ** 30;
const signal = new AbortController().signal;

test('disk: under 1 GiB or 5 % is a warning, hardly anything a problem, a network file system a warning', () => {
  expect(judgeDisk(50 * gib, 100 * gib, 'ext4')).toMatchObject({
    verdict: 'ok',
    found: '50.0 GiB free (50 %) on ext4.',
  });
  expect(judgeDisk(0.9 * gib, 2 * gib, 'ext4').verdict).toBe('warning');
  expect(judgeDisk(4 * gib, 100 * gib, 'ext4').verdict).toBe('warning');
  expect(judgeDisk(1024, 100 * gib, 'ext4').verdict).toBe('problem');
  expect(judgeDisk(50 * gib, 100 * gib, 'NFS')).toMatchObject({ verdict: 'warning' });
  expect(judgeDisk(50 * gib, 100 * gib, 'tmpfs')).toMatchObject({ verdict: 'warning' });
  expect(judgeDisk(50 * gib, 0, null).verdict).toBe('ok');
});

test('database: damaged is a problem, busy is none', () => {
  expect(judgeReading('Version 2', { answer: { quick: 'ok', newest: 1 }, failed: null }).verdict).toBe('ok');
  const quick = '*** in database main ***\nTree 4 page 7: btreeInitPage() returns error code 11';
  expect(judgeReading('Version 2', { answer: { quick, newest: null }, failed: null }).verdict).toBe(
    'problem',
  );
  const failed = 'database disk image is malformed';
  expect(judgeReading('Version 2', { answer: null, failed }).verdict).toBe('problem');
  expect(judgeReading('Version 2', { answer: null, failed: 'database is locked' }).verdict).toBe('warning');
});

test('clock: earlier than the newest record is a problem', async () => {
  const look = (newest: number | null, now: number) =>
    clockCheck(
      async () => ({ answer: { quick: 'ok', newest }, failed: null }),
      () => now,
    ).look(signal);
  expect(await look(10_000, 20_000)).toMatchObject({ verdict: 'ok' });
  expect(await look(100_000, 20_000)).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('the newest record is 80 s later'),
  });
  expect(await look(null, 20_000)).toMatchObject({ verdict: 'not checked' });
});

test('serial: an adapter that may not be opened is a problem with what to type; a port of the board a warning', () => {
  const adapter = {
    path: '/dev/ttyUSB0',
    manufacturer: 'FTDI',
    serial: 'A1',
    vendorId: '0403',
    productId: '6001',
  };
  const board = { path: '/dev/ttyS0', manufacturer: null, serial: null, vendorId: null, productId: null };
  const shut = { may: false, mode: '660', group: 'dialout' };
  expect(judgePort(adapter, { ...shut, may: true })).toMatchObject({
    verdict: 'ok',
    found: '/dev/ttyUSB0, USB 0403:6001, FTDI, serial A1: may be opened.',
  });
  expect(judgePort(adapter, shut)).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('(mode 660, group dialout)'),
    remedy: expect.stringMatching(/^sudo usermod -aG dialout \S+, then sign out/),
  });
  expect(judgePort(board, shut).verdict).toBe('warning');
  // Joining the group of a file that its group may not use would change nothing.
  expect(joinGroup({ may: false, mode: '600', group: 'dialout' }, 'mira')).not.toContain('usermod');
  expect(joinGroup({ may: false, mode: '660', group: 'root' }, 'mira')).not.toContain('usermod');
});

test('USB: test-and-measurement class or a known vendor; advice names the vendor', () => {
  const device = {
    vendorId: '1209',
    productId: '0001',
    manufacturer: 'Maker',
    product: 'Meter',
    serial: null,
    interfaces: [{ class: 3, subclass: 0 }],
    node: '/dev/bus/usb/001/004',
  };
  expect(isInstrument(device)).toBe(false);
  expect(isInstrument({ ...device, interfaces: [{ class: 0xfe, subclass: 3 }] })).toBe(true);
  // Firmware update, of the same class, is no measurement.
  expect(isInstrument({ ...device, interfaces: [{ class: 0xfe, subclass: 1 }] })).toBe(false);
  expect(isInstrument({ ...device, vendorId: '1ab1' })).toBe(true);
  expect(judgeDevice(device, { may: false, mode: '664', group: 'root' })).toEqual({
    verdict: 'problem',
    found: '1209:0001, Maker Meter: may not be opened (/dev/bus/usb/001/004, mode 664, group root).',
    remedy: udevAdvice('1209'),
  });
  expect(udevAdvice('1ab1')).toContain('ATTR{idVendor}=="1ab1"');
});

test('Node: older than 24 is a problem', async () => {
  expect(await nodeCheck('24.0.0').look(signal)).toMatchObject({ verdict: 'ok' });
  expect(await nodeCheck('20.20.2').look(signal)).toMatchObject({ verdict: 'problem' });
});
