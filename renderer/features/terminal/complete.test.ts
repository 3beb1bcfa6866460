import { describe, expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { suggest } from './complete.ts';
import { listed } from './meaning.ts';

/** `|` is the caret. Each answer is the text that would stand there. */
function completions(text: string, all = false): string[] {
  const caret = text.indexOf('|');
  const typed = text.replace('|', '');
  const { list: found, from, to } = suggest(list, typed, caret, all);
  return found.map(({ header }) => typed.slice(0, from) + header + typed.slice(to));
}

describe('completion', () => {
  it.each([
    ['*I|', ['*IDN?']],
    ['*c|', ['*cls']],
    ['OUT|', ['OUTP1']],
    ['outp|', ['outp1']],
    ['OUTP2|', ['OUTP2']],
    ['SYST|', ['SYST:ERR?']],
    ['SYSTe|', ['SYSTem:ERR?']],
    ['SYSTE|', ['SYSTEM:ERR?']],
    ['syste|', ['system:err?']],
    ['SYST:|', ['SYST:ERR?']],
    ['MEAS2:|', ['MEAS2:VOLT?']],
    ['MEAS:SCAL:V|', ['MEAS:SCAL:VOLT?']],
    ['CUR|', ['CURR']],
    [':CUR|', [':CURR']],
    ['SOUR2:CUR|', ['SOUR2:CURR']],
    ['sour2:vol|', ['sour2:volt', 'sour2:volt?', 'sour2:volt:prot']],
  ])('%s becomes %j', (text, expected) => expect(completions(text)).toEqual(expected));

  it('asks only for queries behind a question mark', () => {
    expect(completions('SOUR1:VOLT?|')).toEqual(['SOUR1:VOLT?']);
  });
  it('puts what begins so before what has such a word further in', () => {
    expect(completions('VOLT|')).toEqual(['VOLT', 'VOLT?', 'VOLT:PROT', 'MEAS1:VOLT?']);
    expect(completions('PROT|')).toEqual(['VOLT:PROT']);
  });
  it('goes on in the branch behind a semicolon, and from the root with a colon', () => {
    expect(completions('SOUR1:VOLT 3;CU|')).toEqual(['SOUR1:VOLT 3;CURR']);
    expect(completions('SOUR1:VOLT 3;OUT|')).toEqual(['SOUR1:VOLT 3;:OUTP1']);
    expect(completions('SOUR1:VOLT 3;*I|')).toEqual(['SOUR1:VOLT 3;*IDN?']);
    expect(completions('VOLT 3; CU|')).toEqual(['VOLT 3; CURR']);
  });
  it('replaces the whole header, also from its middle, and leaves the parameters', () => {
    expect(completions('CUR|X 1.5')).toEqual(['CURR 1.5']);
  });
  it('says nothing in the parameters and, unless it is asked, of nothing', () => {
    expect(completions('VOLT 3|')).toEqual([]);
    expect(completions('VOLT |')).toEqual([]);
    expect(completions('|')).toEqual([]);
    expect(completions('|', true)).toHaveLength(list.length);
    expect(completions('VOLT 3;|', true)).toHaveLength(list.length);
  });
  it('knows nothing that does not begin so', () => {
    for (const text of ['X|', 'VOLTX|', 'SOUR:MEAS|', '*IDNX|', 'VOLT:PROT:|'])
      expect(completions(text)).toEqual([]);
  });
  it('knows what the list writes behind a header', () => {
    const peak = listed([{ ...list[0]!.command, header: 'MEASure:VPP?', short: 'MEAS:VPP? CHAN1' }]);
    const at = (text: string) => suggest(peak, text, text.length).list[0];
    expect(at('MEAS:')).toMatchObject({ header: 'MEAS:VPP?', tail: ' CHAN1' });
    expect(at('VPP')).toMatchObject({ header: 'MEAS:VPP?', tail: ' CHAN1' });
  });
  it('says how much of it is typed', () => {
    expect(suggest(list, 'cur', 3).list[0]).toMatchObject({ header: 'curr', typed: 3 });
    expect(suggest(list, 'PROT', 4).list[0]?.typed).toBe(0);
  });
});
