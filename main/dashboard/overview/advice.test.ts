import { describe, expect, test } from 'vitest';
import { adviceOf, type Known, noteOf, pollAdvice, roundedUp, settleAdvice } from './advice.ts';

/** An instrument with nothing to say about: 10 polls a second of one exchange, 3 ms each. */
const quiet: Known = {
  exchanges: 600,
  timeouts: 0,
  retries: 0,
  seconds: 60,
  wireP50: 3,
  wireP95: 4,
  wireTotal: 1900,
  queueP95: 0.2,
  wantedMs: 100,
  medianMs: 100,
  jitterMs: 2,
  slowest: null,
  settled: null,
};

test('an instrument that answers quickly and evenly gets no advice', () => {
  expect(adviceOf(quiet)).toEqual({ pollMs: null, settleMs: null, note: null });
});

test('nor does one of which hardly anything is known', () => {
  const few = { ...quiet, exchanges: 49, wireTotal: 59_000, wireP95: 500, queueP95: 900 };
  expect(adviceOf(few)).toEqual({ pollMs: null, settleMs: null, note: null });
});

test.each([
  [1, 1],
  [1.01, 1.5],
  [40, 50],
  [70, 70],
  [71, 100],
  [187.5, 200],
  [10_000, 10_000],
])('%d ms are rounded up to %d', (ms, rounded) => {
  expect(roundedUp(ms)).toBe(rounded);
});

describe('how far apart polls should be', () => {
  // 5 exchanges a round of 100 ms, 18 ms each at p95.
  const full: Known = {
    ...quiet,
    exchanges: 3000,
    wireTotal: 48_000,
    wireP50: 16,
    wireP95: 18,
    queueP95: 70,
  };
  test('a link that polls fill is polled less often: a round takes 40 % of the time then', () => {
    expect(pollAdvice(full)).toEqual({
      value: 300,
      why: 'Every 100 ms it is asked what takes 90 ms at p95: the link is busy 80 % of the time, and a command waits up to 70 ms for its turn (p95).',
    });
  });
  test('a link that is busy half of the time at the most is left as it is', () => {
    expect(pollAdvice({ ...full, wireTotal: 30_000, wireP95: 10 })).toBeNull();
  });
  test('nothing is said where polls are as far apart already, or it is not known how far', () => {
    expect(pollAdvice({ ...full, wantedMs: 1000 })).toBeNull();
    expect(pollAdvice({ ...full, medianMs: null })).toBeNull();
  });
});

describe('how long to wait behind a change', () => {
  const settled = { count: 31, p95: 44, otherwiseP95: 4 };
  test('as long as the first answer takes longer than others', () => {
    expect(settleAdvice({ ...quiet, settled })).toEqual({
      value: 50,
      why: 'The first answer behind a change takes 44 ms at p95 (of 31); otherwise the same command takes 4.0 ms.',
    });
  });
  test.each([
    ['it was seen too seldom', { ...settled, count: 19 }],
    ['the difference is small', { ...settled, p95: 8.9 }],
    ['it is not twice as long', { count: 100, p95: 190, otherwiseP95: 100 }],
  ])('nothing where %s', (_why, seen) => {
    expect(settleAdvice({ ...quiet, settled: seen })).toBeNull();
  });
});

describe('what stands out', () => {
  test('questions without an answer come first', () => {
    const note = noteOf({ ...quiet, timeouts: 4, retries: 3, wireP95: 400 });
    expect(note!.what).toBe(
      '4 of 600 exchanges were not answered in time, and the link was brought back 3 times.',
    );
    expect(noteOf({ ...quiet, timeouts: 2 })).toBeNull();
  });
  test('one reply in twenty that waits, and which command it is', () => {
    const late = { ...quiet, wireP95: 388, slowest: { command: 'MEAS:TEMP? (@1)', p95: 390 } };
    expect(noteOf(late)).toEqual({
      what: 'One reply in twenty waits 388 ms or longer; half of them take 3.0 ms at the most.',
      remedy:
        'It is mostly MEAS:TEMP? (@1): ask for it less often, or with a faster setting of the instrument.',
    });
    expect(noteOf({ ...late, slowest: null })!.remedy).toContain('No command stands out');
    expect(noteOf({ ...late, wireP95: 19 })).toBeNull();
    expect(noteOf({ ...late, wireP50: 100 })).toBeNull();
  });
  test('a queue that is longer than the wire', () => {
    expect(noteOf({ ...quiet, queueP95: 60 })!.what).toBe(
      'One command in twenty waits 60 ms or longer for its turn; on the wire it takes 4.0 ms.',
    );
    expect(noteOf({ ...quiet, queueP95: 9.9 })).toBeNull();
  });
  test('polls that come when they like', () => {
    expect(noteOf({ ...quiet, jitterMs: 45 })!.what).toBe('Polls are 100 ms apart, give or take 45 ms.');
    expect(noteOf({ ...quiet, jitterMs: 29 })).toBeNull();
  });
});
