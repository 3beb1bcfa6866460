import { expect, test } from 'vitest';
import { spanKinds } from '#shared/contract/span-kinds.ts';
import { lookOf, looksOf, nameOf, type TraceKind } from './kinds.ts';

const kinds: readonly TraceKind[] = [...spanKinds, 'window'];

test('no two kinds look the same, nor are called the same', () => {
  const bars = kinds.map((kind) => ({ kind, name: 'x' }));
  bars.push({ kind: 'exchange', name: 'queue MEAS:VOLT?' }, { kind: 'exchange', name: 'wire MEAS:VOLT?' });
  const looks = bars.map(lookOf);
  expect(new Set(looks.map(({ tint, pattern }) => `${tint} ${pattern}`)).size).toBe(looks.length);
  expect(new Set(looks.map(({ word }) => word)).size).toBe(looks.length);
  // And the legend knows every one.
  expect(looksOf(bars)).toHaveLength(looks.length);
});

test('a part of an exchange is its word and the command', () => {
  const wire = { kind: 'exchange', name: 'wire MEAS:VOLT?' } as const;
  expect([lookOf(wire).word, nameOf(wire)]).toEqual(['wire', 'MEAS:VOLT?']);
  const driver = { kind: 'driver', name: 'wire harness' } as const;
  expect([lookOf(driver).word, nameOf(driver)]).toEqual(['driver', 'wire harness']);
});
