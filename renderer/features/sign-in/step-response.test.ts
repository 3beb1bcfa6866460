import { describe, expect, it } from 'vitest';
import { stepPath, stepResponse } from './step-response.ts';

describe('the step response', () => {
  it('is at rest before the step and settles at 1', () => {
    expect(stepResponse(-1, 0.2, 7)).toBe(0);
    expect(stepResponse(30, 0.2, 7)).toBeCloseTo(1, 9);
  });
  it('overshoots by e^(-pi z / sqrt(1 - z^2)) at its first peak', () => {
    const damping = 0.3;
    const omega = 5;
    const root = Math.sqrt(1 - damping ** 2);
    const peak = stepResponse(Math.PI / (omega * root), damping, omega);
    expect(peak).toBeCloseTo(1 + Math.exp((-Math.PI * damping) / root), 9);
  });
  it('draws the same path every time', () => {
    const size = { width: 760, low: 622, high: 318, edge: 228 };
    expect(stepPath(size)).toBe(stepPath(size));
    expect(stepPath(size).split('L')).toHaveLength(761);
  });
});
