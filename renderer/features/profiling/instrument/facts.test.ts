import { describe, expect, it } from 'vitest';
import { meter } from '#renderer/features/profiling/profiling.fixture.ts';
import { factsOf } from './facts.ts';

const of = (changes: Partial<typeof meter>) =>
  Object.fromEntries(factsOf({ ...meter, ...changes }).map((fact) => [fact.name, fact]));

describe('the facts of an instrument', () => {
  it('are plain while all is well', () => {
    expect(factsOf(meter).map(({ tone }) => tone)).toEqual(['plain', 'plain', 'plain', 'plain']);
    expect(of({})['Polls']).toMatchObject({ value: 'every 101 ms', note: 'wanted every 100 ms' });
    expect(of({})['Jitter']?.value).toBe('± 3.00 ms');
  });
  it('say of how many', () => {
    expect(of({ timeouts: 3 })['Timeouts']).toMatchObject({
      value: '3',
      note: '0.5 % of 600 exchanges',
      tone: 'bad',
    });
    expect(of({})['Timeouts']?.note).toBe('of 600 exchanges');
    expect(of({ exchanges: 0 })['Timeouts']?.note).toBe('no exchange in this time');
  });
  it('tell when polls are late or uneven', () => {
    const slow = of({ polls: { wantedMs: 100, medianMs: 130, jitterMs: 40 } });
    expect(slow['Polls']?.note).toContain('does not keep up');
    expect([slow['Polls']?.tone, slow['Jitter']?.tone]).toEqual(['warn', 'warn']);
  });
  it('are dashes where nothing is known', () => {
    const none = of({ polls: { wantedMs: 100, medianMs: null, jitterMs: null } });
    expect([none['Polls']?.value, none['Jitter']?.value]).toEqual(['–', '–']);
  });
});
