import { describe, expect, test } from 'vitest';
import { command, query } from './command.ts';
import { ScpiError } from './errors.ts';
import { HeaderTable } from './headers.ts';

const table = new HeaderTable();
const volts = command('[SOURce#:]VOLTage[:LEVel][:IMMediate][:AMPLitude]', [], () => {}, { numbers: [2] });
table.add(volts);
table.add(query('SYSTem:ERRor[:NEXT]', [], () => ''));
table.add(query('*IDN', [], () => ''));

const find = (header: string, asked = false) => {
  try {
    return table.find(header.split(':'), asked).numbers;
  } catch (error) {
    return error instanceof ScpiError ? error.number : error;
  }
};

describe('headers (SCPI-99 vol. 1, 6.2)', () => {
  test.each([
    'VOLT',
    'volt',
    'Voltage',
    'VOLT:LEV',
    'VOLTAGE:LEVEL:IMMEDIATE:AMPLITUDE',
    'volt:imm',
    'VOLT:AMPL',
    'SOUR:VOLT',
    'SOURCE1:VOLT:LEV:AMPL',
  ])('%s is the voltage of channel 1', (header) => {
    expect(find(header)).toEqual([1]);
  });

  test('a suffix chooses the channel, in short and long form', () => {
    expect(find('SOUR2:VOLT')).toEqual([2]);
    expect(find('source2:voltage:level')).toEqual([2]);
  });

  test.each(['VOLTA', 'VOL', 'VOLTAG', 'VOLT:AMPL:LEV', 'SOUR', 'SOUR:VOLT:CURR', 'LEV', 'SOUR1:SOUR1:VOLT'])(
    '%s is undefined: between short and long form, out of order, or cut short',
    (header) => {
      expect(find(header)).toBe(-113);
    },
  );

  test.each(['SOUR0:VOLT', 'SOUR3:VOLT', 'VOLT2', 'SOUR1:VOLT:LEV1'])(
    '%s has a suffix out of range',
    (header) => {
      expect(find(header)).toBe(-114);
    },
  );

  test('command and query are two things', () => {
    expect(find('VOLT', true)).toBe(-113);
    expect(find('SYST:ERR')).toBe(-113);
    expect(find('SYST:ERR', true)).toEqual([]);
    expect(find('SYST:ERR:NEXT', true)).toEqual([]);
    expect(find('*idn', true)).toEqual([]);
  });

  test('two commands with one header are a mistake of the program', () => {
    expect(() => table.add(command('VOLTage', [], () => {}))).toThrow('VOLT');
  });
});
