import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandName, nameLength } from './command-name.ts';

describe('the name of a command', () => {
  test.each([
    ['MEAS:VOLT? (@1)', 'MEAS:VOLT? (@1)'],
    ['meas:volt? (@1, 3:5)', 'MEAS:VOLT? (@1,3:5)'],
    ['SOUR1:VOLT 3.3', 'SOUR1:VOLT'],
    ['SOUR1:VOLT 3.3,(@2)', 'SOUR1:VOLT (@2)'],
    ['VOLT 3.3, (@1), (@2)', 'VOLT (@1),(@2)'],
    ['*IDN?', '*IDN?'],
    [':OUTP1?;:SOUR1:VOLT?', ':OUTP1?;:SOUR1:VOLT?'],
    [':OUTP1 ON;:SOUR1:VOLT 5;*OPC?', ':OUTP1;:SOUR1:VOLT;*OPC?'],
    ['DISP:TEXT "a;b, (@1) c"', 'DISP:TEXT'],
    ["SYST:PASS:CEN 'secret'", 'SYST:PASS:CEN'],
    ['\tMEAS?\t10,0.001', 'MEAS?'],
    ['MEAS?;', 'MEAS?'],
  ])('%s is %s', (text, name) => {
    expect(commandName(text)).toBe(name);
  });
  test.each(['', ';', '"only text"', 'WHAT-IS?', 'DISP "no end', '9VOLT', 'É', '?'])(
    '%s cannot be read',
    (text) => {
      expect(commandName(text)).toBe('unreadable');
    },
  );

  test('a long one is cut, and says how much follows', () => {
    const units = Array.from({ length: 40 }, (_, n) => `SOUR${n}:VOLT?`);
    const name = commandName(units.join(';'));
    expect(name.length).toBeLessThanOrEqual(nameLength);
    const shown = name.slice(0, name.lastIndexOf(' +')).split(';');
    expect(shown).toEqual(units.slice(0, shown.length));
    expect(Number(name.slice(name.lastIndexOf('+') + 1))).toBe(units.length - shown.length);
  });

  test('holds no value, whatever it is, and is never longer than it may be', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.string({ unit: 'grapheme-ascii', maxLength: 300 }).map((text) => `"${text.replaceAll('"', '')}"`),
      fc.constantFrom('ON', 'MAX', '#H1F'),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        expect(commandName(`SOUR1:FUNC ${values.join(',')}`)).toBe('SOUR1:FUNC');
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const name = commandName(text);
        expect(name.length).toBeLessThanOrEqual(nameLength);
        expect(name).toMatch(/^[\w*:?;()@!,+ ]+$/);
      }),
    );
  });
});
