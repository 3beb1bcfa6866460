import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, type Pair } from './align.ts';

/** Two lists as a person reads them: `=a` on both sides, `<a` on the left, `>a` on the right. */
const read = (left: string, right: string): string =>
  align(left.split(''), right.split(''))
    .map(([i, j]) => (i === null ? `>${right[j!]}` : j === null ? `<${left[i]}` : `=${left[i]}`))
    .join(' ');

/** The length of a longest common subsequence, told as slowly as it is defined. */
function longest(left: readonly string[], right: readonly string[]): number {
  const [a, ...as] = left;
  const [b, ...bs] = right;
  if (a === undefined || b === undefined) return 0;
  return a === b ? 1 + longest(as, bs) : Math.max(longest(as, right), longest(left, bs));
}

const letters = (max: number) => fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: max });
const indices = (pairs: readonly Pair[], side: 0 | 1): number[] =>
  pairs.map((pair) => pair[side]).filter((index) => index !== null);

describe('two lists side by side', () => {
  it('are read like a difference of texts', () => {
    expect(read('abc', 'abc')).toBe('=a =b =c');
    expect(read('abc', 'axc')).toBe('=a <b >x =c');
    expect(read('', 'ab')).toBe('>a >b');
    expect(read('ab', '')).toBe('<a <b');
    expect(read('aab', 'ab')).toBe('=a <a =b');
    expect(read('', '')).toBe('');
  });

  it('have every item once, in its order; equal stands beside equal, and as much of it as there can be', () => {
    fc.assert(
      fc.property(letters(8), letters(8), (left, right) => {
        const pairs = align(left, right);
        expect(indices(pairs, 0)).toEqual(left.map((_, index) => index));
        expect(indices(pairs, 1)).toEqual(right.map((_, index) => index));
        const both = pairs.filter(([i, j]) => i !== null && j !== null);
        for (const [i, j] of both) expect(left[i!]).toBe(right[j!]);
        expect(both).toHaveLength(longest(left, right));
        // What is on the right alone never stands right before what is on the left alone.
        pairs.slice(1).forEach(([, j], at) => expect(j !== null || pairs[at]![0] !== null).toBe(true));
      }),
      { numRuns: 500 },
    );
  });

  it('may be as long as a stretch, and have nothing in common in order', () => {
    const left = Array.from({ length: 5000 }, (_, at) => `VOLT ${at % 97}`);
    const right = left.toReversed();
    const pairs = align(left, right);
    expect(indices(pairs, 0)).toHaveLength(5000);
    expect(indices(pairs, 1)).toHaveLength(5000);
  });
});
