import { describe, expect, it } from 'vitest';
import { wavePoints, waveShape, type WaveShape } from './wave.ts';

describe('waveforms', () => {
  it.each([
    ['SIN', 'sine'],
    ['SQUare', 'square'],
    ['RAMP', 'ramp'],
    ['PULS', 'pulse'],
    ['NOIS', 'noise'],
    ['PRNoise', 'noise'],
    ['dc', 'direct'],
    ['ARB', null],
  ])('%s', (word, shape) => expect(waveShape(word)).toBe(shape));

  it.each(['sine', 'square', 'triangle', 'ramp', 'pulse', 'noise', 'direct'] satisfies WaveShape[])(
    'draws %s within its height, from left to right, over all its periods',
    (shape) => {
      const points = wavePoints(shape, 3);
      expect(points.every(([, y]) => Math.abs(y) <= 1)).toBe(true);
      expect(points.every(([x], at) => at === 0 || x >= (points[at - 1]?.[0] ?? 0))).toBe(true);
      expect(points[0]?.[0]).toBe(0);
      expect(points.at(-1)?.[0]).toBe(3);
    },
  );
  it('is the same picture each time', () => expect(wavePoints('noise', 2)).toEqual(wavePoints('noise', 2)));
});
