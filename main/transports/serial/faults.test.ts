import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SerialPortSeen } from '#main/transports/ports.ts';
import { openFault, troubleFault } from './faults.ts';
import { findPort } from './find.ts';
import { lockHolder } from './lock-holder.ts';
import { faultOf, patience, settings } from './serial.fixture.ts';
import { SerialTransport } from './serial.ts';

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'lablink-serial-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};
const open = (path: string, line: Parameters<typeof settings>[0] = {}): Promise<void> =>
  new SerialTransport({ place: { path }, line: settings(line) }).open(patience());

test.skipIf(process.platform === 'win32')(
  'what is no serial port is told from one that is not there',
  async () => {
    const made = folder();
    writeFileSync(join(made, 'file'), '');
    expect(await faultOf(open(join(made, 'nothing')))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      message: expect.stringContaining('There is no serial port'),
      remedy: expect.stringContaining('cable'),
      details: { reason: 'missing' },
    });
    for (const path of [made, join(made, 'file')])
      expect(await faultOf(open(path))).toMatchObject({
        code: 'INSTRUMENT_UNREACHABLE',
        message: expect.stringContaining('could not be opened as a serial port'),
      });
  },
);

test.skipIf(process.platform === 'win32')(
  'what only Windows can is refused before the port is touched',
  async () => {
    for (const line of [{ parity: 'mark' }, { parity: 'space' }, { stop: 1.5 }] as const)
      expect(await faultOf(open(join(folder(), 'nothing'), line))).toMatchObject({ code: 'ADDRESS_INVALID' });
  },
);

test('who may not open a port is told what to type', () => {
  const fault = troubleFault('forbidden', '/dev/ttyUSB0', 'Permission denied', 'linux');
  expect(fault).toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: 'This user may not open /dev/ttyUSB0.',
    remedy: expect.stringContaining(`sudo usermod -aG dialout ${userInfo().username}.`),
  });
});

const asRoot = process.getuid?.() === 0 || process.platform === 'win32';
if (asRoot) process.stderr.write('serial: skipped a port without permission: root may open every one\n');
test.skipIf(asRoot)('a port without permission is forbidden', async () => {
  const path = join(folder(), 'port');
  writeFileSync(path, '', { mode: 0o000 });
  expect((await faultOf(open(path))).details).toMatchObject({ reason: 'forbidden' });
});

test.each([
  ['Opening COM3: Access denied', 'busy', 'COM3 is in use by another program.'],
  ['Opening COM9: File not found', 'missing', 'There is no serial port COM9 now.'],
  ['Opening COM9: Unknown error code 31', 'other', /COM9 could not be opened .*31\./],
])('on Windows %s is %s', async (said, reason, message) => {
  const path = said.slice(8, 12);
  const fault = await openFault(new Error(said), path, 'win32');
  expect(fault.details).toEqual({ path, reason });
  expect(fault.message).toMatch(message);
});

const seen = (path: string, more: Partial<SerialPortSeen> = {}): SerialPortSeen => ({
  path,
  manufacturer: null,
  serial: null,
  vendorId: '0403',
  productId: '6001',
  ...more,
});
const place = (serial: string | null) => ({ vendorId: '0403', productId: '6001', serial });

test('a port is found by what the adapter says it is', async () => {
  const ports = [
    seen('/dev/ttyS0', { vendorId: null, productId: null }),
    seen('/dev/ttyUSB0', { serial: 'A1' }),
    seen('/dev/ttyUSB1', { serial: 'B2', vendorId: '403' }),
    seen('/dev/ttyACM0', { productId: '6010' }),
  ];
  expect(await findPort(place('b2'), async () => ports)).toBe('/dev/ttyUSB1');
  expect(await findPort({ ...place(null), productId: '6010' }, async () => ports)).toBe('/dev/ttyACM0');
  expect(await findPort({ path: '/dev/ttyS0' }, () => Promise.reject(new Error('unasked')))).toBe(
    '/dev/ttyS0',
  );
});

test('an adapter that is not there, or not the only one, is told as such', async () => {
  const two = [seen('/dev/ttyUSB0', { serial: 'A1' }), seen('/dev/ttyUSB1', { serial: 'B2' })];
  expect(await faultOf(findPort(place('C3'), async () => two))).toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: 'No serial port of USB device 0403:6001 with serial number C3 is plugged in.',
    remedy: expect.stringContaining('/dev/ttyUSB1 (serial number B2)'),
  });
  expect(await faultOf(findPort(place(null), async () => []))).toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: 'No serial port of USB device 0403:6001 is plugged in.',
  });
  expect(await faultOf(findPort(place(null), async () => two))).toMatchObject({
    code: 'ADDRESS_INVALID',
    message: '2 serial ports are USB device 0403:6001.',
    remedy: expect.stringContaining('/dev/ttyUSB0 (serial number A1), /dev/ttyUSB1 (serial number B2)'),
  });
  expect(await faultOf(findPort(place(null), () => Promise.reject(new Error('no udev'))))).toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
  });
});

test.skipIf(process.platform !== 'linux')(
  'nobody holds a port that is not there, or no list of locks',
  async () => {
    expect(await lockHolder(join(folder(), 'nothing'))).toBeNull();
    expect(await lockHolder(folder(), '/nowhere')).toBeNull();
  },
);
