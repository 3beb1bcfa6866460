import { describe, expect, test } from 'vitest';
import { BadMessage, encode, readHeader } from './header.ts';
import { nextId, types } from './messages.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const cap = 64_000_000;

/** Written by hand from IVI-6.1 2.0, tables 3, 4 and 14 to 31. */
const vectors = {
  Initialize: [
    encode(0, 0, 0x02007878, Buffer.from('hislip0')),
    '48530000 02007878 0000000000000007 6869736c697030',
  ],
  AsyncInitialize: [encode(17, 0, 0x1234), '48531100 00001234 0000000000000000'],
  FatalError: [encode(2, 1, 0), '48530201 00000000 0000000000000000'],
  Error: [encode(3, 4, 0), '48530304 00000000 0000000000000000'],
  Data: [encode(6, 1, 0xffffff00, Buffer.from('A')), '48530601 ffffff00 0000000000000001 41'],
  DataEnd: [
    encode(7, 0, 0xffffff02, Buffer.from('*IDN?\n')),
    '48530700 ffffff02 0000000000000006 2a49444e3f0a',
  ],
  Trigger: [encode(12, 1, 0xffffff04), '48530c01 ffffff04 0000000000000000'],
  AsyncStatusQuery: [encode(21, 0, 0xfffffefe), '48531500 fffffefe 0000000000000000'],
  AsyncDeviceClear: [encode(19, 0, 0), '48531300 00000000 0000000000000000'],
  DeviceClearComplete: [encode(8, 1, 0), '48530801 00000000 0000000000000000'],
  AsyncLock: [encode(4, 1, 2_000, Buffer.from('key')), '48530401 000007d0 0000000000000003 6b6579'],
  AsyncRemoteLocalControl: [encode(10, 6, 0xffffff06), '48530a06 ffffff06 0000000000000000'],
  AsyncLockInfo: [encode(24, 0, 0), '48531800 00000000 0000000000000000'],
} as const;

describe('bytes as the specification has them', () => {
  test.each(Object.entries(vectors))('%s', (_, [made, expected]) => {
    expect(hex(made)).toBe(expected.replaceAll(' ', ''));
  });

  test.each(Object.entries(vectors))('%s has its number', (name, [made]) => {
    expect(Object.entries(types)).toContainEqual([name, made[2]]);
  });

  test('InitializeResponse, AsyncStatusResponse and AsyncMaximumMessageSizeResponse are read', () => {
    const read = (text: string) => readHeader(Buffer.from(text.replaceAll(' ', ''), 'hex'), 0, cap);
    expect(read('48530101 0200beef 0000000000000000')).toEqual({
      type: types.InitializeResponse,
      control: 1,
      parameter: 0x0200beef,
      length: 0,
    });
    expect(read('48531650 00000000 0000000000000000')).toMatchObject({
      type: types.AsyncStatusResponse,
      control: 0x50,
    });
    expect(read('48531000 00000000 0000000000000008')).toMatchObject({ length: 8 });
  });
});

test('a payload of exactly the cap is taken; one more, 4 GiB and 2^63 are not, and say their size', () => {
  const announced = (length: bigint): Buffer => {
    const bytes = encode(7, 0, 0);
    bytes.writeBigUInt64BE(length, 8);
    return bytes;
  };
  expect(readHeader(announced(64_000_000n), 0, cap).length).toBe(cap);
  for (const length of [64_000_001n, 1n << 32n, 1n << 63n, (1n << 64n) - 1n]) {
    const caught = (() => {
      try {
        return readHeader(announced(length), 0, cap);
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(BadMessage);
    expect((caught as BadMessage).fault).toMatchObject({
      code: 'REPLY_TOO_LARGE',
      message: expect.stringContaining(String(length)),
    });
  }
});

test('ids go up by two and wrap', () => {
  expect(nextId(0xffffff00)).toBe(0xffffff02);
  expect(nextId(0xfffffffe)).toBe(0);
});
