import { describe, expect, it } from 'vitest';
import { asciiText, hexDump, hexLines, hexText, offsetText } from './hex.ts';
import { payloadOf } from './payload.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const of = (text: string, total = text.length) => payloadOf(bytes(text), total);

describe('what the bytes of a reply are', () => {
  it('is text, UTF-8 or Latin-1', () => {
    expect(of('3.3\n')).toMatchObject({ kind: 'text', words: '4 bytes', text: '3.3\n' });
    expect(payloadOf(new TextEncoder().encode('5 µV'), 5).text).toBe('5 µV');
    expect(of('5 \u00b5V').text).toBe('5 µV');
    expect(of('x', 1).words).toBe('1 byte');
  });
  it('is a block, with what its header announces', () => {
    const payload = of(`#41024${'\u0000'.repeat(1024)}\n`);
    expect(payload).toMatchObject({
      kind: 'block',
      words: 'IEEE 488.2 block, 1\u2009024 bytes',
      picture: null,
    });
    expect(of('#0abcd\n').words).toBe('IEEE 488.2 block, 5 bytes');
  });
  it('is a block whose header lies', () => {
    expect(of('#3999abc').words).toBe('IEEE 488.2 block that announces 999 bytes, 3 bytes came');
  });
  it('is a picture by its first bytes', () => {
    expect(of('#18\u0089PNG\r\n\u001a\n')).toMatchObject({ picture: 'PNG' });
    expect(of('#13BM1').words).toBe('IEEE 488.2 block, 3 bytes, BMP picture');
    expect(of('#13GIF').picture).toBeNull();
  });
  it('is cut, binary, or nothing', () => {
    expect(of('abc', 200_000).words).toBe('200\u2009000 bytes, the first 3 bytes kept');
    expect(of('#6200000abc', 200_009).words).toBe(
      'IEEE 488.2 block, 200\u2009000 bytes, the first 11 bytes kept',
    );
    expect(of('a\u0000')).toMatchObject({ kind: 'binary', words: 'binary, 2 bytes', text: '' });
    expect(of('')).toMatchObject({ kind: 'nothing', words: 'empty' });
  });
});

describe('a dump', () => {
  const all = Uint8Array.from({ length: 33 }, (_, index) => index + 0x30);
  it('has lines of 16 bytes with their offset', () => {
    expect(hexLines(0)).toBe(0);
    expect(hexLines(33)).toBe(3);
    expect(offsetText(4095)).toBe('0fff0');
    expect(hexText(all, 0)).toBe('30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f');
    expect(hexText(all, 2)).toBe('50');
    expect(asciiText(Uint8Array.of(0x41, 0x0a, 0x7f, 0xff, 0x7e), 0)).toBe('A...~');
  });
  it('has its letters one under the other', () => {
    const lines = hexDump(all).split('\n');
    expect(lines[2]).toBe(`00020  50${' '.repeat(46)}  P`);
    expect(lines[0]?.endsWith('  0123456789:;<=>?')).toBe(true);
  });
});
