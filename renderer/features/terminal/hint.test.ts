import { describe, expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { hintOf, type Known, unknownElsewhere } from './hint.ts';

const free: Known = { list, guard: null, latched: false, mayConfirm: true };
const hint = (line: string, known: Partial<Known> = {}, begun = 0, caret = line.length) =>
  hintOf(line, caret, begun, { ...free, ...known });

describe('what is said before anything is sent', () => {
  it('is what the command at the caret is for', () => {
    expect(hint('SOUR1:VOLT 3')).toMatchObject({
      kind: 'known',
      command: { short: 'VOLT' },
      consequence: null,
    });
    expect(hint('SOUR1:VOLT 3;CURR 1')).toMatchObject({ command: { short: 'CURR' } });
    expect(hint('SOUR1:VOLT 3;CURR 1', {}, 0, 4)).toMatchObject({ command: { short: 'VOLT' } });
  });
  it('judges no header that is still being typed', () => {
    expect(hint('VOL', {}, 4)).toEqual({ kind: 'begun', count: 4 });
    expect(hint('VOL 3', {}, 0)).toMatchObject({ kind: 'unlisted', header: 'VOL' });
    expect(hint('DIAG')).toMatchObject({ kind: 'unlisted', header: 'DIAG' });
  });
  it('names what is not listed wherever the caret stands', () => {
    expect(hint('DIAG 1;VOLT 3')).toMatchObject({ kind: 'unlisted', header: 'DIAG' });
  });
  it('R-6 says what becomes of an unknown effect', () => {
    expect(hint('DIAG')).toMatchObject({ consequence: null });
    expect(hint('DIAG', { guard: 'PMIC' })).toMatchObject({
      consequence: expect.stringMatching(/until you confirm/u),
    });
    expect(hint('DIAG', { guard: 'PMIC', mayConfirm: false })).toMatchObject({
      consequence: expect.stringMatching(/somebody who may confirm/u),
    });
    expect(hint('*RST', { guard: 'PMIC' })).toMatchObject({ kind: 'known', consequence: expect.any(String) });
    expect(hint('*RST', { latched: true })).toMatchObject({
      consequence: expect.stringMatching(/emergency stop/u),
    });
    expect(hint('VOLT 3', { guard: 'PMIC', latched: true })).toMatchObject({ consequence: null });
  });
  it('is nothing where the list is not known', () => {
    expect(hint('DIAG', { list: null })).toEqual({ kind: 'keys' });
    expect(hint('  ')).toEqual({ kind: 'keys' });
  });
});

describe('several lines', () => {
  const elsewhere = (text: string, at: number, known: Partial<Known> = {}) =>
    unknownElsewhere(text.split('\n'), at, { ...free, ...known });
  it('R-6 name the first of unknown effect that the caret is not in', () => {
    const text = '*CLS\nVOLT 1\n*RST\nDIAG 1';
    expect(elsewhere(text, 0, { guard: 'PMIC' })).toMatchObject({
      line: 3,
      text: '*RST',
      consequence: expect.stringMatching(/PMIC/u),
    });
    expect(elsewhere(text, 2)).toMatchObject({ line: 4, consequence: null });
    expect(elsewhere('*CLS\n\nVOLT 1', 0)).toBeNull();
    expect(elsewhere(text, 0, { list: null })).toBeNull();
  });
});
