import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, LineReader } from './prologix-lines.ts';

function read(chunks: readonly Buffer[]): string[] {
  const lines: Line[] = [];
  const reader = new LineReader((line) => lines.push(line));
  for (const chunk of chunks) reader.push(chunk);
  return lines.map((line) =>
    line.kind === 'command' ? `++${line.text}` : `${line.bytes.toString('hex')}${line.ended ? '' : '...'}`,
  );
}
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('what an adapter takes for a command, and what for bytes', () => {
  test.each([
    ['a command', '2b2b 61646472 0d0a', ['++addr']],
    ['a message', '2a49444e3f 0a', ['2a49444e3f']],
    ['empty lines', '0d0a 0a0a 41 0d', ['41']],
    // The manual's own example of bytes that must be escaped.
    ['escaped bytes', '00 01 02 1b0d 03 1b0a 04 1b1b 05 1b2b 06 0a', ['0001020d030a041b052b06']],
    ['an escaped plus at the beginning', '1b2b 2b 61 0a', ['2b2b61']],
    ['one plus', '2b 31 0a', ['2b31']],
    ['plus signs further on', '31 2b2b 32 0a', ['312b2b32']],
    ['the second plus escaped', '2b 1b2b 61 0a', ['2b2b61']],
    ['a message without its end', '41 42', []],
  ])('%s', (_what, bytes, lines) => {
    expect(read([hex(bytes)])).toEqual(lines);
  });

  test('any bytes, escaped, come through; split anywhere they are the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(200), (bytes, at) => {
        const escaped = [...bytes].flatMap((byte) =>
          [0x0a, 0x0d, 0x1b, 0x2b].includes(byte) ? [0x1b, byte] : [byte],
        );
        const line = Buffer.from([...escaped, 0x0a]);
        expect(read([line.subarray(0, at), line.subarray(at)])).toEqual([Buffer.from(bytes).toString('hex')]);
      }),
    );
  });

  test('a message that is long goes on in pieces, a command that is long loses its rest', () => {
    const lines = read([Buffer.alloc(40_000, 'x'), Buffer.from('\n')]);
    expect(lines.map((line) => line.replace('...', '').length / 2)).toEqual([16_384, 16_384, 7232]);
    expect(lines.map((line) => line.endsWith('...'))).toEqual([true, true, false]);
    expect(read([Buffer.from(`++${'a'.repeat(100_000)}\n`)])[0]?.length).toBe(256);
  });
});
