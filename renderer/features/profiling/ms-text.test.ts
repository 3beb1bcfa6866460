import { describe, expect, it } from 'vitest';
import { atPoint, msText, percentText, rateText, timeText } from './ms-text.ts';

const thin = '\u2009';

describe('a time in a column', () => {
  it('has two or three digits that say something', () => {
    expect([0.1834, 0.9996, 4.917, 9.996, 21.44, 99.96, 412.3, 1240].map(msText)).toEqual([
      '0.183',
      '1.00',
      '4.92',
      '10.0',
      '21.4',
      '100',
      '412',
      `1${thin}240`,
    ]);
  });
  it('is never written as nothing when something was measured', () => {
    expect(msText(0.0001)).toBe('<0.001');
    expect(msText(0.0005)).toBe('0.001');
    expect(msText(0)).toBe('0.000');
  });
  it('is a dash where nothing was measured', () => {
    expect(msText(null)).toBe('–');
    expect(msText(Number.NaN)).toBe('–');
    expect(timeText(null)).toBe('–');
  });
  it('is cut at its point', () => {
    expect(atPoint('21.4')).toEqual(['21', '.4']);
    expect(atPoint('412')).toEqual(['412', '']);
    expect(atPoint('–')).toEqual(['–', '']);
  });
});

it('gives a time the unit that fits it', () => {
  expect([0.0021, 0.0421, 0.0996, 0.42, 4.917, 412.3, 999.6, 1240, 125_000].map(timeText)).toEqual([
    '2.1 µs',
    '42 µs',
    '0.10 ms',
    '0.42 ms',
    '4.92 ms',
    '412 ms',
    '1.00 s',
    '1.24 s',
    '125 s',
  ]);
  expect(timeText(0)).toBe('0 ms');
});

it('writes rates and parts', () => {
  expect([0, 0.001, 0.02, 11.24, 182.4].map(rateText)).toEqual(['0', '<0.01', '0.02', '11.2', '182']);
  expect([0, 0.0001, 0.004, 0.0996, 0.284, 1.4].map(percentText)).toEqual([
    '0.0 %',
    '<0.1 %',
    '0.4 %',
    '10 %',
    '28 %',
    '140 %',
  ]);
});
