import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, messagesOf, placeText } from './wording.ts';

test('the example of the manual', () => {
  // source: Prologix GPIB-USB Controller User Manual (2011), 7.1, in decimal there.
  const data = [0, 1, 2, 13, 3, 10, 4, 27, 5, 43, 6];
  expect([...escaped(Uint8Array.from(data))]).toEqual([
    0, 1, 2, 27, 13, 3, 27, 10, 4, 27, 27, 5, 27, 43, 6, 10,
  ]);
});

test('a message that looks like a command of the adapter is none', () => {
  expect(Buffer.from(escaped(Buffer.from('++rst\n'))).toString('latin1')).toBe('\x1b+\x1b+rst\x1b\n\n');
});

test('whatever is sent, an adapter takes it for one line and hands on exactly that', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      const wire = escaped(data);
      const got: number[] = [];
      let ends = 0;
      for (let at = 0; at < wire.length; at++) {
        const byte = wire[at] ?? 0;
        if (byte === 27) got.push(wire[++at] ?? -1);
        else if (byte === 10 || byte === 13) ends++;
        else got.push(byte);
      }
      expect(got).toEqual([...data]);
      expect(ends).toBe(1);
      expect(wire[0] === 43 && wire[1] === 43).toBe(false);
    }),
  );
});

test('a secondary address is as the bus has it; several messages are taken apart', () => {
  expect(placeText({ primary: 5, secondary: null })).toBe('5');
  expect(placeText({ primary: 5, secondary: 0 })).toBe('5 96');
  expect(placeText({ primary: 0, secondary: 30 })).toBe('0 126');
  const apart = (text: string): string[] =>
    messagesOf(Buffer.from(text)).map((each) => Buffer.from(each).toString());
  expect(apart('OUTP 1,OFF\nOUTP 2,OFF\n')).toEqual(['OUTP 1,OFF\n', 'OUTP 2,OFF\n']);
  expect(apart('OUTP OFF')).toEqual(['OUTP OFF']);
  expect(apart('')).toEqual([]);
});
