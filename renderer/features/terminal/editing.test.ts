import { describe, expect, it } from 'vitest';
import { commands } from './commands.fixture.ts';
import { insertText, lineAt, onFirstLine, onLastLine, takeSuggestion } from './editing.ts';

describe('the caret', () => {
  it('stands in a line', () => {
    expect(lineAt('A\nBC\nD', 3)).toEqual({ line: 'BC', start: 2 });
    expect(lineAt('A\nBC\nD', 4)).toEqual({ line: 'BC', start: 2 });
    expect(lineAt('A\nBC\nD', 5)).toEqual({ line: 'D', start: 5 });
    expect(lineAt('', 0)).toEqual({ line: '', start: 0 });
    expect([onFirstLine('A\nB', 1), onFirstLine('A\nB', 2)]).toEqual([true, false]);
    expect([onLastLine('A\nB', 1), onLastLine('A\nB', 2)]).toEqual([false, true]);
  });
  it('stands behind what was put in', () => {
    expect(insertText('VOLT 3', 5, 6, '1\nCURR 2')).toEqual({ text: 'VOLT 1\nCURR 2', caret: 13 });
  });
});

describe('a suggestion that is taken', () => {
  const volt = { command: commands[4]!, header: 'VOLT', tail: '', typed: 2 };
  const idn = { command: commands[0]!, header: '*IDN?', tail: '', typed: 1 };
  it('leaves room for its parameters, and none where there are none', () => {
    expect(takeSuggestion('VO', 0, { from: 0, to: 2 }, volt)).toEqual({ text: 'VOLT ', caret: 5 });
    expect(takeSuggestion('*CLS\n*I', 5, { from: 0, to: 2 }, idn)).toEqual({
      text: '*CLS\n*IDN?',
      caret: 10,
    });
  });
  it('brings what the list writes behind it, unless something stands there', () => {
    const peak = { ...idn, header: 'MEAS:VPP?', tail: ' CHAN1' };
    expect(takeSuggestion('MEAS:V', 0, { from: 0, to: 6 }, peak).text).toBe('MEAS:VPP? CHAN1');
    expect(takeSuggestion('MEAS:V CHAN2', 0, { from: 0, to: 6 }, peak).text).toBe('MEAS:VPP? CHAN2');
  });
  it('keeps the parameters that stand there', () => {
    expect(takeSuggestion('VOX 3', 0, { from: 0, to: 3 }, volt)).toEqual({ text: 'VOLT 3', caret: 5 });
  });
});
