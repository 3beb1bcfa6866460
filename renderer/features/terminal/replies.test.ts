import { describe, expect, it } from 'vitest';
import { hexRows } from './hex.ts';
import { numberList, sayList, sayNumber, sparkPath, specialWord } from './numbers.ts';

const numbers = (count: number, of: (at: number) => number): string =>
  Array.from({ length: count }, (_, at) => of(at).toExponential(4)).join(',');

describe('a list of numbers', () => {
  it('is summed up', () => {
    const list = numberList(numbers(1000, (at) => 0.12 + (3.19 * at) / 999));
    expect(list && sayList(list)).toBe('1\u2009000 numbers, 0.12 to 3.31');
    expect(list?.values).toHaveLength(1000);
  });
  it('counts what is no value and leaves it out', () => {
    const list = numberList(`1,2,3,4,5,6,9.9E37,9.91E+37,NAN`);
    expect(list && sayList(list)).toBe('9 numbers, 1 to 6; 3 without a value');
  });
  it('of one value says so', () => {
    const list = numberList('2,2,2,2,2,2,2,2');
    expect(list && sayList(list)).toBe('8 numbers, all 2');
  });
  it('is nothing else', () => {
    expect(numberList('1,2,3')).toBeNull();
    expect(numberList('1,2,3,4,5,6,7,VOLT')).toBeNull();
    expect(numberList('1,2,3,4,5,6,7,')).toBeNull();
  });
  it('is drawn from its least to its most, broken where there is no value', () => {
    const list = numberList('0,1,0,1,9.9E37,1,0,1');
    const path = list === null ? '' : sparkPath(list, 70, 10);
    expect(path.match(/M/gu)).toHaveLength(2);
    expect(path.startsWith('M0.0 10.0L10.0 0.0')).toBe(true);
    // More numbers than columns: least and most of each.
    const many = numberList(numbers(5000, (at) => at % 2));
    expect(many === null ? 0 : sparkPath(many, 100, 10).match(/[ML]/gu)?.length).toBe(200);
  });
  it('says numbers in few digits', () => {
    expect([3.29981, 0.00012, 1_500_000, 1000, 0, -12.5].map(sayNumber)).toEqual([
      '3.3',
      '1.200e−4',
      '1.500e+6',
      '1\u2009000',
      '0',
      '−12.5',
    ]);
  });
});

describe('numbers that are none', () => {
  it.each([
    ['9.9E37', /overload/u],
    ['+9.90000E+37', /overload/u],
    ['-9.9E+37', /negative infinity/u],
    ['9.91E37', /not a number/u],
    ['nan', /not a number/u],
  ])('%s is named', (text, word) => expect(specialWord(text)).toMatch(word));
  it.each(['9.8E37', '3.3', 'NANO', ''])('%s is not', (text) => expect(specialWord(text)).toBeNull());
});

describe('a dump', () => {
  it('shows 16 bytes a row, in hex and as text', () => {
    const rows = hexRows(
      Uint8Array.from([0x23, 0x31, 0x00, 0xff, ...Array.from({ length: 14 }, () => 0x41)]),
      8,
    );
    expect(rows).toEqual([
      { offset: '0000', hex: '23 31 00 FF 41 41 41 41  41 41 41 41 41 41 41 41', text: '#1··AAAAAAAAAAAA' },
      { offset: '0010', hex: '41 41  ', text: 'AA' },
    ]);
    expect(hexRows(new Uint8Array(4096), 8)).toHaveLength(8);
    expect(hexRows(new Uint8Array(0), 8)).toEqual([]);
  });
});
