import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { printTcpAddress } from './address.ts';
import { normalAddress, transportFor } from './open.ts';

test.each([
  ['tcp://192.168.1.20:5025', 'tcp://192.168.1.20:5025'],
  [' tcp://Bench-PSU.local ', 'tcp://bench-psu.local:5025'],
  ['TCP://10.0.0.1:5555/', 'tcp://10.0.0.1:5555'],
  ['tcp://[::1]:5025', 'tcp://[::1]:5025'],
  ['tcp://[fe80::1]', 'tcp://[fe80::1]:5025'],
])('%s is written %s', (text, normal) => {
  expect(normalAddress(text)).toBe(normal);
  expect(transportFor(text)().state).toBe('closed');
});

test.each([
  '',
  '192.168.1.20',
  'tcp://',
  'tcp://:5025',
  'tcp://host:0',
  'tcp://host:70000',
  'tcp://host:12x',
  'tcp://host:5025/path',
  'tcp://host?x',
  'tcp://user:secret@host',
  'tcp://a b',
  'tcp://[::1',
  'tcp://-x',
  'constructor://host',
  'gopher://host',
])('%j is refused with a fault that says why', (text) => {
  expect(() => transportFor(text)).toThrow(
    expect.objectContaining({ code: 'ADDRESS_INVALID', message: expect.stringContaining('not an address') }),
  );
});

test('what is printed is read as the same address', () => {
  const host = fc.oneof(fc.ipV4(), fc.domain());
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65535 }), (name, port) => {
      const printed = printTcpAddress({ host: name.toLowerCase(), port });
      expect(normalAddress(printed)).toBe(printed);
    }),
  );
});

test('a fault never throws anything but ADDRESS_INVALID, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(codeOf(() => transportFor(`tcp://${text}`))).toMatch(/^(none|ADDRESS_INVALID)$/);
    }),
  );
});

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}
