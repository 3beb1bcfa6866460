import { describe, expect, it } from 'vitest';
import { alignWords, beginsWord, isWord, parseHeader, shortWord } from './header.ts';

const volt = parseHeader('[SOURce{ch}:]VOLTage[:LEVel][:IMMediate]?');

describe('a header of the list', () => {
  it('is taken apart into words, what may be left out, and channels', () => {
    expect(volt?.query).toBe(true);
    expect(volt?.nodes).toEqual([
      { word: 'SOURce', optional: true, channel: true },
      { word: 'VOLTage', optional: false, channel: false },
      { word: 'LEVel', optional: true, channel: false },
      { word: 'IMMediate', optional: true, channel: false },
    ]);
    expect(parseHeader('*IDN?')).toEqual({
      common: true,
      query: true,
      nodes: [{ word: '*IDN', optional: false, channel: false }],
    });
  });
  it('is nothing when it is written in another way', () => {
    for (const text of ['', 'VOLT age', '[SOURce:VOLTage', 'VOLTage]', '?'])
      expect(parseHeader(text)).toBeNull();
  });
});

describe('a word', () => {
  const [source] = volt?.nodes ?? [];
  const level = volt?.nodes[2];
  it('is its short form or its long form and nothing in between', () => {
    expect(shortWord('SOURce')).toBe('SOUR');
    for (const text of ['SOUR', 'source', 'Sour2', 'SOURCE12']) expect(isWord(source!, text)).toBe(true);
    for (const text of ['SOU', 'SOURC', 'SOURCES', 'SOUR2A', '']) expect(isWord(source!, text)).toBe(false);
    expect(isWord(level!, 'LEV2')).toBe(false);
  });
  it('may be begun by less', () => {
    for (const text of ['S', 'sou', 'SOURC', 'SOUR2', '']) expect(beginsWord(source!, text)).toBe(true);
    for (const text of ['SOURX', 'SO2', 'V']) expect(beginsWord(source!, text)).toBe(false);
  });
});

describe('words side by side', () => {
  const align = (...words: string[]) => alignWords(volt?.nodes ?? [], words, { open: false, all: true });
  it('fit with and without what may be left out', () => {
    expect(align('VOLT')).toEqual([1]);
    expect(align('SOUR2', 'VOLTAGE', 'IMM')).toEqual([0, 1, 3]);
    expect(align('SOUR', 'LEV')).toBeNull();
    expect(align('VOLT', 'SOUR')).toBeNull();
    expect(align()).toBeNull();
  });
});
