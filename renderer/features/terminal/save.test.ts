import { expect, it } from 'vitest';
import { fileName, savable } from './save.ts';

it('saves a reply whole or not at all', () => {
  const data = new Uint8Array(16);
  expect(savable({ kind: 'block', type: 'png', length: 16, data, rest: '' })).toEqual({
    data,
    ending: 'png',
  });
  expect(savable({ kind: 'block', type: 'bytes', length: 17, data, rest: '' })).toBeNull();
  expect(savable({ kind: 'bytes', length: 16, data })?.ending).toBe('bin');
  const text = '3.3,'.repeat(300);
  expect(savable({ kind: 'text', text, length: 1200 })).toEqual({ data: text, ending: 'txt' });
  expect(savable({ kind: 'text', text, length: 1201 })).toBeNull();
  expect(savable({ kind: 'text', text: '3.3', length: 3 })).toBeNull();
});

it('names the file by whose reply it is, to what and from when', () => {
  const at = new Date(2026, 10, 25, 14, 32, 7).getTime();
  expect(fileName('Scope / left', ':DISP:DATA? PNG', at, 'png')).toBe(
    'Scope-left-DISP-DATA-PNG-20261125-143207.png',
  );
  expect(fileName('', '??', at, 'bin')).toBe('20261125-143207.bin');
});
