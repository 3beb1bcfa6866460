import { expect, test } from 'vitest';
import { inRequest, outMessage, readInHeader, Tags, triggerMessage } from './header.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const of = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

test('a message, byte for byte: header, payload, filled up to four', () => {
  // source: USBTMC 1.00, 3.2, as in the protocol notes: `*IDN?\n` with tag 1.
  expect(hex(outMessage(1, Buffer.from('*IDN?\n'), true))).toBe(
    hex(of('01 01 FE 00 06 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00')),
  );
  expect(hex(outMessage(255, Buffer.from('A'), false, false))).toBe(
    hex(of('01 FF 00 00 01 00 00 00 00 00 00 00 41')),
  );
  // Nothing to fill up.
  expect(outMessage(2, Buffer.from('ABCD'), true)).toHaveLength(16);
});

test('a request for an answer, and a trigger, byte for byte', () => {
  expect(hex(inRequest(2, 1024))).toBe(hex(of('02 02 FD 00 00 04 00 00 00 00 00 00')));
  expect(hex(triggerMessage(3))).toBe(hex(of('80 03 FC 00 00 00 00 00 00 00 00 00')));
});

test('tags go from 1 to 255 and round, and are never twice the same', () => {
  const tags = new Tags(254);
  expect([1, 2, 3, 4].map(() => tags.next())).toEqual([254, 255, 1, 2]);
  expect(new Tags(1).next()).toBe(1);
  expect(new Tags(255).next()).toBe(255);
  for (let count = 0; count < 1_000; count++) {
    const tag = new Tags().next();
    expect(tag >= 1 && tag <= 255).toBe(true);
  }
});

test('the header of an answer', () => {
  expect(readInHeader(of('02 02 FD 00 06 00 00 00 01 00 00 00 41'), 2, 1024)).toEqual({
    size: 6,
    end: true,
  });
  expect(readInHeader(of('02 02 FD 00 00 04 00 00 02 00 00 00'), 2, 1024)).toEqual({
    size: 1024,
    end: false,
  });
});

test.each([
  ['short', '02 02 FD 00 06 00 00 00 01 00 00', 'INSTRUMENT_REPLY', /11 bytes/],
  ['of another kind', '01 02 FD 00 06 00 00 00 01 00 00 00', 'INSTRUMENT_REPLY', /kind 1/],
  ['of another request', '02 03 FC 00 06 00 00 00 01 00 00 00', 'INSTRUMENT_REPLY', /request 3 instead of 2/],
  ['contradicting itself', '02 02 FE 00 06 00 00 00 01 00 00 00', 'INSTRUMENT_REPLY', /copies/],
  ['larger than asked', '02 02 FD 00 01 04 00 00 01 00 00 00', 'REPLY_TOO_LARGE', /1025/],
  ['of 4 GB', '02 02 FD 00 FF FF FF FF 01 00 00 00', 'REPLY_TOO_LARGE', /4294967295/],
])('a header that is %s is refused', (_, header, code, message) => {
  expect(() => readInHeader(of(header), 2, 1024)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

test('an older number is let pass where it is known to come, and nothing else with it', () => {
  expect(readInHeader(of('02 03 FC 00 06 00 00 00 01 00 00 00'), 9, 1024, true).size).toBe(6);
  expect(() => readInHeader(of('02 03 FD 00 06 00 00 00 01 00 00 00'), 9, 1024, true)).toThrow(/copies/);
});
