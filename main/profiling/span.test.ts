import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { watchLoopDelay } from './loop-delay.ts';
import { recordSpan, span, spanSummaries } from './span.ts';

const summary = (name: string) => spanSummaries().find((each) => each.name === name);

describe('a span', () => {
  test('answers as the work does and is counted once it has ended', async () => {
    expect(span('console:sync', () => 7)).toBe(7);
    const pending = span('console:async', async () => {
      await wait(5);
      return 8;
    });
    expect(summary('console:async')).toBeUndefined();
    expect(await pending).toBe(8);
    expect(summary('console:sync')).toMatchObject({ count: 1, errors: 0 });
    expect(summary('console:async')!.p50).toBeGreaterThan(3);
  });
  test('counts what fails, and lets it fail', async () => {
    expect(() =>
      span('console:throws', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    await expect(span('console:rejects', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(summary('console:throws')).toMatchObject({ count: 1, errors: 1 });
    expect(summary('console:rejects')).toMatchObject({ count: 1, errors: 1 });
  });
  test('percentiles come from what was recorded', () => {
    for (let ms = 1; ms <= 100; ms++) recordSpan('console:hundred', ms, false);
    const { p50, p99, max } = summary('console:hundred')!;
    expect(p50).toBeCloseTo(50, 0);
    expect(p99).toBeCloseTo(99, 0);
    expect(max).toBeCloseTo(100, 0);
  });
});

test('a blocked loop is seen as late', async () => {
  const delay = watchLoopDelay(60_000);
  for (let blocked = 0; blocked < 5; blocked++) {
    await wait(3);
    const until = performance.now() + 40;
    while (performance.now() < until);
  }
  await expect.poll(() => delay.p99Ms, { timeout: 5000 }).toBeGreaterThan(20);
  delay.close();
});
