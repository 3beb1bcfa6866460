import { describe, expect, it } from 'vitest';
import { nextPanel, panelKey } from './panel-keys.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, typing: false, pressing: false };

describe('keys of a panel', () => {
  it.each([
    ['1', { kind: 'output', channel: 1 }],
    ['4', { kind: 'output', channel: 4 }],
    ['5', null],
    ['0', { kind: 'all-off' }],
    ['v', { kind: 'focus', points: ['voltage'] }],
    ['A', { kind: 'focus', points: ['current', 'amplitude'] }],
    ['f', { kind: 'focus', points: ['frequency'] }],
    ['m', { kind: 'function' }],
    ['s', { kind: 'single' }],
    ['b', { kind: 'big' }],
    ['c', { kind: 'copy' }],
    ['d', { kind: 'relative' }],
    [' ', { kind: 'run' }],
    ['z', null],
    ['Enter', null],
  ])('%s', (key, expected) => expect(panelKey({ ...plain, key })).toEqual(expected));

  it('leaves letters and digits to a field that is being typed in', () => {
    for (const key of ['1', '0', 'v', 'a', 's', 'b', 'd', ' '])
      expect(panelKey({ ...plain, typing: true, key })).toBeNull();
  });
  it('leaves Space to what it presses', () => {
    expect(panelKey({ ...plain, pressing: true, key: ' ' })).toBeNull();
    expect(panelKey({ ...plain, pressing: true, key: 's' })).toEqual({ kind: 'single' });
  });
  it('undoes with Ctrl Z, but leaves that to a field as well', () => {
    expect(panelKey({ ...plain, ctrlKey: true, key: 'z' })).toEqual({ kind: 'undo' });
    expect(panelKey({ ...plain, ctrlKey: true, key: 'z', typing: true })).toBeNull();
  });
  it('does not take keys of the browser', () => {
    expect(panelKey({ ...plain, ctrlKey: true, key: '1' })).toBeNull();
    expect(panelKey({ ...plain, altKey: true, key: '1' })).toBeNull();
  });
  it('goes round the panels', () => {
    expect(nextPanel(-1, 3, false)).toBe(0);
    expect(nextPanel(2, 3, false)).toBe(0);
    expect(nextPanel(0, 3, true)).toBe(2);
    expect(nextPanel(0, 0, false)).toBeNull();
  });
});
