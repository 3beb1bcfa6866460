import { describe, expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { lineMeaning, meaningOf } from './meaning.ts';
import { unitAt, unitsOf, wordsOf } from './units.ts';

describe('the parts of a message', () => {
  it('are told apart at semicolons that are outside of quotes, brackets and blocks', () => {
    const units = unitsOf('VOLT 3;CURR (@1;2); DISP "a;b";DATA #13a;b;*CLS');
    expect(units.map(({ written, parameters }) => [written, parameters])).toEqual([
      ['VOLT', '3'],
      ['CURR', '(@1;2)'],
      ['DISP', '"a;b"'],
      ['DATA', '#13a;b'],
      ['*CLS', ''],
    ]);
  });
  it('continue in the branch before, from the root behind a colon, and common commands change nothing', () => {
    const paths = (text: string) => unitsOf(text).map((unit) => wordsOf(unit).join(':'));
    expect(paths('SOUR1:VOLT 3;CURR 1;*CLS;VOLT:PROT 4;LEV 1;:OUTP ON')).toEqual([
      'SOUR1:VOLT',
      'SOUR1:CURR',
      '*CLS',
      'SOUR1:VOLT:PROT',
      'SOUR1:VOLT:LEV',
      'OUTP',
    ]);
  });
  it('are found by the caret', () => {
    const text = 'VOLT 3; CURR';
    const units = unitsOf(text);
    expect(unitAt(units, 3)?.written).toBe('VOLT');
    expect(unitAt(units, 7)?.written).toBe('CURR');
    expect(unitAt(units, text.length)?.start).toBe(8);
    expect(unitAt(unitsOf('VOLT 3;'), 7)).toMatchObject({ start: 7, written: '' });
  });
});

describe('what a message means', () => {
  const meaning = (text: string) => meaningOf(list, unitsOf(text).at(-1)!)?.short ?? null;
  it.each([
    ['*idn?', '*IDN?'],
    ['volt 3', 'VOLT'],
    ['SOUR2:VOLTAGE:LEV:IMM:AMPL 3', 'VOLT'],
    ['VOLT?', 'VOLT?'],
    ['SOUR1:VOLT 3;CURR 1', 'CURR'],
    ['MEAS2:SCAL:VOLT:DC?', 'MEAS1:VOLT?'],
    ['OUTP ON', 'OUTP1'],
    [':SYST:ERR:NEXT?', 'SYST:ERR?'],
  ])('%s is %s', (text, short) => expect(meaning(text)).toBe(short));
  it.each([
    'VOL 3',
    'MEAS:VOLT',
    '*IDN',
    'OUTP?',
    'SOUR1:VOLT 3;MEAS:VOLT?',
    'VOLT:PROT:LEV 1',
    'FOO',
    'VOLTX 3',
  ])('%s is not listed', (text) => expect(meaning(text)).toBeNull());
  it('is unknown as soon as one part is', () => {
    expect(lineMeaning(list, 'VOLT 3;*IDN?')).toEqual({ unlisted: [], unknownEffect: false });
    expect(lineMeaning(list, 'VOLT 3;:DIAG 1;')).toEqual({ unlisted: [':DIAG'], unknownEffect: true });
    // Listed, and known for doing several things at once.
    expect(lineMeaning(list, '*RST')).toEqual({ unlisted: [], unknownEffect: true });
  });
});
