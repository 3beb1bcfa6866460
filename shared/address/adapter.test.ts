import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Adapter } from './address.ts';
import { parseAdapter, printAdapter } from './parse.ts';

test.each([
  ['prologix://10.0.0.3:1234', 'prologix://10.0.0.3:1234'],
  [' Prologix://Adapter.LAN/ ', 'prologix://adapter.lan:1234'],
  ['prologix://[::1]', 'prologix://[::1]:1234'],
  ['prologix+serial:///dev/ttyUSB1', 'prologix+serial:///dev/ttyUSB1'],
  ['prologix+serial://com3?baud=115200', 'prologix+serial://COM3'],
  ['prologix+serial://0403:6001/PX8?baud=9600', 'prologix+serial://0403:6001/PX8?baud=9600'],
])('%s is an adapter, written %s', (text, written) => {
  expect(printAdapter(parseAdapter(text))).toBe(written);
  expect(printAdapter(parseAdapter(written))).toBe(written);
});

test.each([
  '',
  '10.0.0.3',
  'prologix://',
  'prologix://10.0.0.3:1234/22',
  'prologix://10.0.0.3?baud=9600',
  'prologix+serial:///dev/ttyUSB1?gpib=22',
  'prologix+serial:///dev/ttyUSB1?baud=1',
  'tcp://10.0.0.3:1234',
  'gpib://0/22',
  'GPIB0::INTFC',
])('%j is none, and a fault says so', (text) => {
  expect(() => parseAdapter(text)).toThrow(expect.objectContaining({ code: 'ADDRESS_INVALID' }));
});

const adapters: fc.Arbitrary<Adapter> = fc.oneof(
  fc.record({
    host: fc.constantFrom('10.0.0.3', '::1', 'adapter.lan'),
    port: fc.integer({ min: 1, max: 65_535 }),
  }),
  fc.record({
    place: fc.oneof(
      fc.record({ path: fc.constantFrom('/dev/ttyUSB1', '/dev/serial/by-id/usb-Prologix_GPIB', 'COM3') }),
      fc.record({
        vendorId: fc.constantFrom('0403', '1a86'),
        productId: fc.constantFrom('6001', '7523'),
        serial: fc.constantFrom(null, 'PX8', 'a b'),
      }),
    ),
    baud: fc.constantFrom(9_600, 115_200, 1_000_000),
  }),
);
test('what is written is read the same', () => {
  fc.assert(
    fc.property(adapters, (adapter) => {
      expect(parseAdapter(printAdapter(adapter))).toEqual(adapter);
    }),
  );
});
