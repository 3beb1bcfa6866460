import { describe, expect, it } from 'vitest';
import { remember, takeBack } from './undo.ts';

const change = { channel: 1, point: 'voltage', from: 3.3, to: 1.8 } as const;

describe('undo of setpoints', () => {
  it('takes back the newest first', () => {
    const stack = remember(remember([], change), { ...change, from: 1.8, to: 5 });
    const first = takeBack(stack);
    expect(first?.change.from).toBe(1.8);
    expect(first && takeBack(first.rest)?.change.from).toBe(3.3);
  });
  it('has nothing to take back at first', () => expect(takeBack([])).toBeNull());
  it('does not remember what changed nothing', () =>
    expect(remember([], { ...change, to: 3.3 })).toEqual([]));
  it('is bounded', () => {
    let stack = remember([], change);
    for (let to = 0; to < 200; to++) stack = remember(stack, { ...change, to });
    expect(stack.length).toBeLessThanOrEqual(50);
  });
});
