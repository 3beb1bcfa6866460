import { describe, expect, it } from 'vitest';
import { fieldAct, type FieldKey, type FieldState } from './field-keys.ts';

const rest: FieldState = { shown: false, chosen: false, first: true, last: true, recalled: false };
const act = (key: string, state: Partial<FieldState> = {}, how: Partial<FieldKey> = {}) =>
  fieldAct(
    { key, ctrl: false, shift: false, alt: false, repeat: false, composing: false, ...how },
    { ...rest, ...state },
  );

describe('keys of the input', () => {
  it('Enter sends what is typed, never what is merely suggested', () => {
    expect(act('Enter')).toBe('send');
    expect(act('Enter', { shown: true })).toBe('send');
    expect(act('Enter', { shown: true, chosen: true })).toBe('take');
    expect(act('Enter', {}, { shift: true })).toBe('new-line');
  });
  it('Enter that is held sends once', () => {
    expect(act('Enter', {}, { repeat: true })).toBeNull();
  });
  it('Esc closes the list, and is nobody else’s when there is none', () => {
    expect(act('Escape', { shown: true })).toBe('close');
    expect(act('Escape')).toBeNull();
  });
  it('Tab takes a suggestion, and else goes on to the next control', () => {
    expect(act('Tab', { shown: true })).toBe('take');
    expect(act('Tab')).toBeNull();
    expect(act('Tab', { shown: true }, { shift: true })).toBeNull();
  });
  it('Ctrl Space opens and takes', () => {
    expect(act(' ', {}, { ctrl: true })).toBe('ask');
    expect(act(' ', { shown: true }, { ctrl: true })).toBe('take');
    expect(act(' ')).toBeNull();
  });
  it('arrows go through the list from above, and through what was sent', () => {
    expect(act('ArrowDown', { shown: true })).toBe('next');
    expect(act('ArrowUp', { shown: true, chosen: true })).toBe('previous');
    expect(act('ArrowUp', { shown: true })).toBe('older');
    expect(act('ArrowDown', { shown: true, recalled: true })).toBe('newer');
    expect(act('ArrowDown')).toBe('newer');
  });
  it('arrows go from line to line among several', () => {
    expect(act('ArrowUp', { first: false })).toBeNull();
    expect(act('ArrowDown', { last: false, shown: true })).toBeNull();
    expect(act('ArrowUp', { last: false })).toBe('older');
  });
  it('leave a writing system alone', () => {
    for (const key of ['Enter', 'Tab', 'ArrowUp', 'Escape'])
      expect(act(key, { shown: true }, { composing: true })).toBeNull();
  });
});
