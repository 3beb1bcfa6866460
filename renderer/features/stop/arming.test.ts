import { describe, expect, it } from 'vitest';
import { type Arming, armMs, pressEsc } from './arming.ts';

/** Presses of Esc, one after the other; answers with what each did. */
function acts(...presses: { at: number; repeat?: boolean }[]): string[] {
  let armed: Arming = null;
  return presses.map(({ at, repeat = false }) => {
    const step = pressEsc(armed, { at, repeat });
    armed = step.armed;
    return step.act;
  });
}

describe('Esc Esc', () => {
  it('arms with the first and fires with the second', () => {
    expect(acts({ at: 1000 }, { at: 1200 })).toEqual(['arm', 'fire']);
  });
  it('fires up to 600 ms after the first, and arms anew after that', () => {
    expect(acts({ at: 0 }, { at: armMs })).toEqual(['arm', 'fire']);
    expect(acts({ at: 0 }, { at: armMs + 1 }, { at: armMs + 300 })).toEqual(['arm', 'arm', 'fire']);
  });
  it('takes a held key as one press', () => {
    const held = [500, 530, 560, 590].map((at) => ({ at, repeat: true }));
    expect(acts({ at: 0 }, ...held)).toEqual(['arm', 'nothing', 'nothing', 'nothing', 'nothing']);
  });
  it('fires when the key was released and pressed again after repeating', () => {
    expect(acts({ at: 0 }, { at: 500, repeat: true }, { at: 580 })).toEqual(['arm', 'nothing', 'fire']);
  });
  it('needs two presses for every stop', () => {
    expect(acts({ at: 0 }, { at: 100 }, { at: 200 }, { at: 300 })).toEqual(['arm', 'fire', 'arm', 'fire']);
  });
  it('fires when the clock went backwards', () => {
    expect(acts({ at: 5000 }, { at: 10 })).toEqual(['arm', 'fire']);
  });
});
