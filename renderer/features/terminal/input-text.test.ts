import { describe, expect, it } from 'vitest';
import { type InputHistory, recall, remember } from './input-history.ts';
import { lineTrouble, linesOf, pastedText } from './lines.ts';

const history = ['*IDN?', 'VOLT 3', 'CURR 1', 'VOLT 4'].reduce<InputHistory>(remember, { sent: [] });

/** Presses the arrows: 1 up, -1 down. */
function arrows(typed: string, ...steps: (1 | -1)[]): string {
  let text = typed;
  let at: Parameters<typeof recall>[1] = null;
  for (const step of steps) {
    const next = recall(history, at, text, step);
    if (next === null) continue;
    ({ text, recall: at } = next);
  }
  return text;
}

describe('the arrows', () => {
  it('bring back what was sent, newest first, and end at both ends', () => {
    expect(arrows('', 1)).toBe('VOLT 4');
    expect(arrows('', 1, 1)).toBe('CURR 1');
    expect(arrows('', 1, 1, 1, 1, 1, 1)).toBe('*IDN?');
    expect(arrows('', 1, 1, -1)).toBe('VOLT 4');
    expect(arrows('', -1)).toBe('');
  });
  it('go by what was typed before, and give it back', () => {
    expect(arrows('vo', 1, 1)).toBe('VOLT 3');
    expect(arrows('vo', 1, 1, 1)).toBe('VOLT 3');
    expect(arrows('vo', 1, 1, -1, -1)).toBe('vo');
    expect(arrows('X', 1)).toBe('X');
  });
  it('know each message once, and nothing without words', () => {
    expect(remember(history, 'VOLT 3').sent).toEqual(['*IDN?', 'CURR 1', 'VOLT 4', 'VOLT 3']);
    expect(remember(history, '  ').sent).toBe(history.sent);
  });
  it('R-23 remember a bounded number', () => {
    let many: InputHistory = { sent: [] };
    for (let n = 0; n < 700; n++) many = remember(many, `VOLT ${n}`);
    expect(many.sent).toHaveLength(500);
    expect(many.sent.at(-1)).toBe('VOLT 699');
  });
});

describe('lines', () => {
  it('are one message each, without the empty ones', () => {
    expect(linesOf(' *CLS \r\n\r\nVOLT 3\n')).toEqual(['*CLS', 'VOLT 3']);
  });
  it('that are pasted from a transcript are what was sent', () => {
    expect(pastedText('> VOLT?\n< 3.300\n# note\n> CURR?\n')).toBe('VOLT?\nCURR?');
    expect(pastedText('VOLT?\n> 3')).toBe('VOLT?\n> 3');
    expect(pastedText('*IDN?\n')).toBe('*IDN?');
  });
  it('that are too long or too many say so', () => {
    expect(lineTrouble(['A', 'B'.repeat(4097)])).toMatch(/^Line 2 has 4097 characters/u);
    expect(lineTrouble(Array.from({ length: 501 }, () => 'A'))).toMatch(/^501 lines/u);
    expect(lineTrouble(['B'.repeat(4096)])).toBeNull();
  });
});
