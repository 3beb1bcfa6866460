import { expect, test } from 'vitest';
import { detailText, replyText, requestText } from './lines.ts';

test('a request is shown as text, whatever is in it', () => {
  expect(requestText(Buffer.from('VOLT 3.3\n'))).toBe('VOLT 3.3');
  // One byte a character on the wire, UTF-8 where an instrument speaks it.
  expect(requestText(Buffer.from('DISP "µ"\n', 'latin1'))).toBe('DISP "µ"');
  expect(requestText(Buffer.from('DISP "µ"\n', 'utf8'))).toBe('DISP "µ"');
  expect(requestText(Buffer.from('\u0000A\u001b\tB\u007f'))).toBe(String.raw`\x00A\x1b` + '\tB\\x7f');
});

test('a reply is cut by bytes and never inside a character; binary is described', () => {
  expect(replyText(null, null)).toBeNull();
  expect(replyText(Buffer.from('1.5\r\n'), 5)).toBe('1.5');
  expect(replyText(Buffer.of(0x23, 0x31, 0x00), 2_000_000)).toBe('binary, 2,000,000 bytes');
  const long = replyText(Buffer.from(`x${'µ'.repeat(3000)}`), 6001);
  expect(long).toBe(`x${'µ'.repeat(999)}… (6,001 bytes)`);
});

test('a block is said to be one, unless it is short text', () => {
  expect(replyText(Buffer.from('#15\u0000\u0001\u0002\u0003\u0004\n', 'latin1'), 9)).toBe(
    'IEEE 488.2 block, 5 bytes',
  );
  expect(replyText(Buffer.from(`#41024${'Z'.repeat(2000)}`), 1031)).toBe(`#41024${'Z'.repeat(1994)}`);
  expect(replyText(Buffer.from(`#6100000${'Z'.repeat(2000)}`), 100_009)).toBe(
    'IEEE 488.2 block, 100,000 bytes',
  );
  expect(replyText(Buffer.from('#15HELLO'), 8)).toBe('#15HELLO');
  expect(replyText(Buffer.from('#13\u0081\u0091\u00a1', 'latin1'), 6)).toBe('IEEE 488.2 block, 3 bytes');
  // It announces more than came.
  expect(replyText(Buffer.from('#19\u0000', 'latin1'), 4)).toBe('binary, 4 bytes');
});

test('details are readable', () => {
  expect(detailText('{}')).toBeNull();
  expect(detailText(null)).toBeNull();
  expect(detailText('{"name":"Ada","channels":[1,2]}')).toBe('name: Ada, channels: [1,2]');
});
