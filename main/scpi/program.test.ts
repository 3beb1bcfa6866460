import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headerPattern, matchHeader, matchMnemonic, shortForm } from './mnemonic.ts';
import { asksForReply, parseProgram } from './program.ts';
import { parseQuantity, splitData } from './program-data.ts';

const flat = (message: string): string[] | null =>
  parseProgram(message)?.map(
    (unit) =>
      (unit.common ? '*' : '') +
      unit.header.map(({ word, suffix }) => word + (suffix ?? '')).join(':') +
      (unit.query ? '?' : '') +
      (unit.parameters.length > 0 ? ` ${unit.parameters.join('|')}` : ''),
  ) ?? null;

test.each([
  ['*IDN?', ['*IDN?']],
  ['SOUR1:VOLT 1.5', ['SOUR1:VOLT 1.5']],
  [':SOUR1:VOLT 1;CURR 2', ['SOUR1:VOLT 1', 'SOUR1:CURR 2']],
  ['SOUR1:VOLT 1;:OUTP1 ON', ['SOUR1:VOLT 1', 'OUTP1 ON']],
  ['SOUR1:VOLT 1;*OPC;CURR 2', ['SOUR1:VOLT 1', '*OPC', 'SOUR1:CURR 2']],
  ['OUTP ON;VOLT 1', ['OUTP ON', 'VOLT 1']],
  ['MEAS1:VOLT?;CURR?', ['MEAS1:VOLT?', 'MEAS1:CURR?']],
  ['A:B:C 1;D 2;E:F 3;G 4', ['A:B:C 1', 'A:B:D 2', 'A:B:E:F 3', 'A:B:E:G 4']],
  ['APPL 1, 3.3 V ,0.5', ['APPL 1|3.3 V|0.5']],
  ['DISP:TEXT "a;b,c"', ['DISP:TEXT "a;b,c"']],
  ["DISP:TEXT 'it''s; ok',1", ["DISP:TEXT 'it''s; ok'|1"]],
  ['DATA #15a;b,c;*RST', ['DATA #15a;b,c', '*RST']],
  ['ROUT (@1,2;3),4', ['ROUT (@1,2;3)|4']],
  ['*CLS;', ['*CLS']],
  ['\tOUTP\tON', ['OUTP ON']],
])('%s', (message, units) => {
  expect(flat(message)).toEqual(units);
});

test.each([
  '',
  ';',
  ' ',
  'OUTP ON\nOUTP OFF',
  'OUTP ON\r',
  'OUTP\0 ON',
  'DISP "open',
  'DATA #15ab',
  'DATA #9x',
  'X (1',
  'X 1)',
  'X 1,,2',
  'VOLT?MAX',
  '::VOLT 1',
  'VOLT: 1',
  '1VOLT 2',
  ':*IDN?',
  'VOLT µ',
])('%j is not taken apart: nothing is said about what it does', (message) => {
  expect(parseProgram(message)).toBeNull();
});

test('whether a reply comes', () => {
  expect(['*IDN?', 'A 1;B?', 'MEAS1:VOLT? (@1)', 'OUTP ON;*IDN?\n'].map(asksForReply)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['*CLS', 'DISP:TEXT "what?"', 'VOLT 1;CURR 2', ''].map(asksForReply)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  ['0.5', 'V', 0.5],
  ['500mV', 'V', 0.5],
  ['500 MV', 'V', 0.5],
  ['3.3 V', 'V', 3.3],
  ['+.033E2v', 'V', 3.3],
  ['1 E -3 KV', 'V', 1],
  ['2MAV', 'V', 2e6],
  ['250MA', 'A', 0.25],
  ['250 UA', 'A', 0.00025],
  ['-1', 'V', -1],
  ['1A', 'V', null],
  ['1 Ω', 'V', null],
  ['500m', 'V', null],
  ['1V', null, null],
  ['1E999', 'V', null],
  ['MAX', 'V', null],
  ['', 'V', null],
  ['1 2', 'V', null],
] as const)('%s for %s is %s', (item, unit, value) => {
  expect(parseQuantity(item, unit)).toBe(value);
});

test('splitting and joining is the identity, and nothing crashes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'#123"\'(),; aB?*:'.split('')) }), (text) => {
      expect(splitData(text, ';')?.join(';') ?? text).toBe(text);
      expect(parseProgram(text)?.length).not.toBe(0);
      expect(asksForReply(text)).toBeTypeOf('boolean');
    }),
    { numRuns: 3000 },
  );
});

test('mnemonics: short or long, nothing between', () => {
  expect(shortForm('VOLTage')).toBe('VOLT');
  expect(
    ['VOLT', 'volt', 'VoLtAgE', 'VOLTA', 'VOL', 'VOLTAGES'].map((w) => matchMnemonic('VOLTage', w)),
  ).toEqual([true, true, true, false, false, false]);
});

test.each([
  ['SOUR2:VOLT', 2],
  ['source:voltage:level', 1],
  ['SOUR2:VOLT:IMM', 2],
  ['SOUR2:VOLT:LEV:IMM', 2],
  ['SOUR2:VOLT:IMM:LEV', undefined],
  ['SOUR2', undefined],
  ['SOUR2:VOLT2', undefined],
  ['SOUR2:VOLT:PROT', undefined],
])('%s against a pattern with optional words', (message, channel) => {
  const header = parseProgram(message)?.[0]?.header ?? [];
  expect(matchHeader(headerPattern('SOURce{ch}:VOLTage[:LEVel][:IMMediate]'), header)).toBe(channel);
});
test.each([
  ['VOLT', 1],
  ['SOUR:VOLT', 1],
  ['SOUR2:VOLT:LEV', 2],
  ['VOLT2', undefined],
  ['SOUR', undefined],
  ['SOUR:SOUR:VOLT', undefined],
])('%s against a pattern whose first word may be left out', (message, channel) => {
  const header = parseProgram(message)?.[0]?.header ?? [];
  expect(matchHeader(headerPattern('[SOURce{ch}:]VOLTage[:LEVel]'), header)).toBe(channel);
});
test('a pattern that is none is a mistake in a table', () => {
  for (const text of ['', 'volt', 'VOLT[:LEV', 'VOLT:', 'VOLT]', 'VOLT:]', '[VOLT:'])
    expect(() => headerPattern(text)).toThrow(/pattern/);
});
