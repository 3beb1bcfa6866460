import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { type Address, defaultLine, type SerialPlace } from './address.ts';
import { looksLikeAddress, parseAddress, printAddress } from './parse.ts';
import { writeVisa } from './visa.ts';

const normal = (text: string): string => printAddress(parseAddress(text));

test.each([
  ['tcp://192.168.1.20:5025', 'tcp://192.168.1.20:5025'],
  [' tcp://Bench-PSU.local ', 'tcp://bench-psu.local:5025'],
  ['TCP://10.0.0.1:5555/', 'tcp://10.0.0.1:5555'],
  ['tcp://[::1]:5025', 'tcp://[::1]:5025'],
  ['tcp://[FE80::1]', 'tcp://[fe80::1]:5025'],
  ['TCPIP::192.168.1.20::5025::SOCKET', 'tcp://192.168.1.20:5025'],
  ['tcpip0::scope.lan::5555::socket', 'tcp://scope.lan:5555'],
  ['TCPIP::[fe80::1]::5025::SOCKET', 'tcp://[fe80::1]:5025'],
  ['TCPIP::10.0.0.9::inst0::INSTR', 'vxi11://10.0.0.9/inst0'],
  ['TCPIP0::10.0.0.9::INSTR', 'vxi11://10.0.0.9/inst0'],
  ['TCPIP::10.0.0.9', 'vxi11://10.0.0.9/inst0'],
  ['TCPIP::[::1]::INSTR', 'vxi11://[::1]/inst0'],
  ['TCPIP::gateway::gpib0,22::INSTR', 'vxi11://gateway/gpib0,22'],
  ['vxi11://10.0.0.9', 'vxi11://10.0.0.9/inst0'],
  ['vxi11://10.0.0.9:1024/inst1', 'vxi11://10.0.0.9:1024/inst1'],
  ['TCPIP::10.0.0.9::hislip0::INSTR', 'hislip://10.0.0.9:4880/hislip0'],
  ['TCPIP::10.0.0.9::hislip0,4881::INSTR', 'hislip://10.0.0.9:4881/hislip0'],
  ['hislip://10.0.0.9', 'hislip://10.0.0.9:4880/hislip0'],
  ['USB0::0x1AB1::0x04CE::DS1ZA170800001::INSTR', 'usb://1ab1:04ce/DS1ZA170800001'],
  ['USB::6833::1230::DS1ZA170800001::0::INSTR', 'usb://1ab1:04ce/DS1ZA170800001?interface=0'],
  ['usb://0x1ab1:0x4ce', 'usb://1ab1:04ce'],
  ['usb://1ab1:04ce/a%20b', 'usb://1ab1:04ce/a%20b'],
  ['ASRL/dev/ttyUSB0::INSTR', 'serial:///dev/ttyUSB0'],
  ['ASRL3::INSTR', 'serial://COM3'],
  ['ASRLCOM12', 'serial://COM12'],
  [
    'serial:///dev/ttyUSB0?baud=115200&parity=even&stop=2&dtr=off',
    'serial:///dev/ttyUSB0?baud=115200&parity=even&stop=2&dtr=off',
  ],
  ['serial://com3?send=CRLF&baud=9600', 'serial://COM3?send=crlf'],
  ['serial://0403:6001/A10K', 'serial://0403:6001/A10K'],
  ['GPIB0::22::INSTR', 'gpib://0/22'],
  ['GPIB::5::96', 'gpib://0/5/0'],
  ['gpib://1/5/3', 'gpib://1/5/3'],
  ['prologix://10.0.0.3/22', 'prologix://10.0.0.3:1234/22'],
  ['prologix+serial:///dev/ttyUSB1?gpib=22,3', 'prologix+serial:///dev/ttyUSB1?gpib=22,3'],
  ['prologix+serial://0403:6001/PX8?gpib=9&baud=9600', 'prologix+serial://0403:6001/PX8?gpib=9&baud=9600'],
  ['replay://2026-11-25.supply', 'replay://2026-11-25.supply'],
])('%s is written %s', (text, written) => {
  expect(normal(text)).toBe(written);
  expect(normal(written)).toBe(written);
  expect(looksLikeAddress(text)).toBe(text !== 'ASRLCOM12');
});

test.each([
  '',
  '192.168.1.20',
  'supply',
  'tcp://',
  'tcp://:5025',
  'tcp://host:0',
  'tcp://host:70000',
  'tcp://host:12x',
  'tcp://host:5025/path',
  'tcp://host?x',
  'tcp://host?x=1',
  'tcp://user:secret@host',
  'tcp://a b',
  'tcp://[::1',
  'tcp://-x',
  'constructor://host',
  'gopher://host',
  'TCPIP::',
  'TCPIP::host::99999::SOCKET',
  'TCPIP::host::a::b::INSTR',
  'TCPIP::host::hislip0,x::INSTR',
  'USB0::0x1AB1::INSTR',
  'USB0::0x1AB11::0x1::X::INSTR',
  'USB0::1AB1::1::X::INSTR',
  'USB0::1::2::X::RAW',
  'usb://1ab1',
  'usb://1ab1:04ce:1',
  'usb://1ab1:04ce/%zz',
  'usb://1ab1:04ce/%00',
  'usb://xyz:1',
  'ASRL::INSTR',
  'ASRL0::INSTR',
  'serial://',
  'serial:///',
  'serial://COM3/x',
  'serial://COM3?baud=0',
  'serial://COM3?baud=x',
  'serial://COM3?speed=1',
  'serial://COM3?parity=maybe',
  'serial://COM3?baud=9600&baud=9600',
  'GPIB0::31::INSTR',
  'GPIB0::5::50::INSTR',
  'GPIB0::INTFC',
  'gpib://0',
  'gpib://x/5',
  'prologix://host',
  'prologix://host/5/6/7',
  'prologix+serial:///dev/ttyUSB0',
  'replay://',
  'replay://..',
  'replay://a/b',
  'replay://a%2fb',
  'VXI0::1::INSTR',
])('%j is refused with a fault that says why', (text) => {
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({
      code: 'ADDRESS_INVALID',
      message: expect.stringContaining('is not an address'),
    }),
  );
});

const host = fc.oneof(
  fc.ipV4(),
  fc.domain().map((name) => name.toLowerCase()),
  fc.constantFrom('::1', 'fe80::1', '2001:db8::5'),
);
const port = fc.integer({ min: 1, max: 65_535 });
const device = fc.stringMatching(/^[A-Za-z0-9_.,-]{1,64}$/);
const id = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16).padStart(4, '0'));
const visible = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter(
    (text) =>
      text === text.trim() && text.length <= 126 && text !== '' && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text),
  );
const place: fc.Arbitrary<SerialPlace> = fc.oneof(
  fc.constantFrom(
    { path: 'COM3' },
    { path: '/dev/ttyUSB0' },
    { path: '/dev/serial/by-id/usb-FTDI_a b-if00' },
  ),
  fc.record({ vendorId: id, productId: id, serial: fc.option(visible) }),
);
const gpib = fc.record({
  primary: fc.integer({ min: 0, max: 30 }),
  secondary: fc.option(fc.integer({ min: 0, max: 30 })),
});
const line = fc.record({
  baud: fc.integer({ min: 50, max: 4_000_000 }),
  bits: fc.constantFrom(5, 6, 7, 8),
  parity: fc.constantFrom('none', 'even', 'odd', 'mark', 'space'),
  stop: fc.constantFrom(1, 1.5, 2),
  flow: fc.constantFrom('none', 'rtscts', 'xonxoff'),
  send: fc.constantFrom('lf', 'cr', 'crlf', 'none'),
  receive: fc.constantFrom('any', 'lf', 'cr', 'crlf'),
  dtr: fc.boolean(),
  rts: fc.boolean(),
} as const);
const board = fc.integer({ min: 0, max: 31 });
const anyAddress = fc.oneof(
  fc.record({ scheme: fc.constant('tcp'), host, port }),
  fc.record({ scheme: fc.constant('vxi11'), host, port: fc.option(port), device }),
  fc.record({ scheme: fc.constant('hislip'), host, port, subAddress: device }),
  fc.record({
    scheme: fc.constant('usb'),
    vendorId: id,
    productId: id,
    serial: fc.option(visible),
    interface: fc.option(fc.integer({ min: 0, max: 255 })),
  }),
  fc.record({ scheme: fc.constant('serial'), place, line: fc.oneof(line, fc.constant(defaultLine)) }),
  fc.record({
    scheme: fc.constant('prologix'),
    adapter: fc.oneof(
      fc.record({ host, port }),
      fc.record({ place, baud: fc.integer({ min: 50, max: 4_000_000 }) }),
    ),
    gpib,
  }),
  fc.record({ scheme: fc.constant('gpib'), board, gpib }),
  fc.record({ scheme: fc.constant('replay'), name: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,99}$/) }),
) as fc.Arbitrary<Address>;

test('what is printed is read as the same address, as a URL and as VISA writes it', () => {
  let named = 0;
  fc.assert(
    fc.property(anyAddress, (address) => {
      const visa = writeVisa(address);
      if (visa !== null) named++;
      expect(parseAddress(visa ?? printAddress(address))).toEqual(address);
      expect(parseAddress(printAddress(address))).toEqual(address);
    }),
    { numRuns: 2_000 },
  );
  expect(named).toBeGreaterThan(200);
});

test('nothing that is typed throws anything but ADDRESS_INVALID, and what is read is printed and read again', () => {
  const start = fc.constantFrom(
    '',
    'tcp://',
    'vxi11://',
    'usb://',
    'serial://',
    'prologix+serial://',
    'gpib://',
    'replay://',
    'TCPIP::',
    'USB::',
    'ASRL',
    'GPIB::',
  );
  fc.assert(
    fc.property(start, fc.string({ unit: 'binary' }), (prefix, rest) => {
      const address = read(prefix + rest);
      expect(address === null || parseAddress(printAddress(address))).toEqual(address ?? true);
    }),
    { numRuns: 2_000 },
  );
});

/** Null for what is refused as ADDRESS_INVALID; anything else is thrown on. */
function read(text: string): Address | null {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof Fault && error.code === 'ADDRESS_INVALID') return null;
    throw error;
  }
}
