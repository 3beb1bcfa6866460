import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptTraces, setTracing, trace, type TraceSpan } from './trace.ts';
import { calledFrom, seenBy } from './window-times.ts';

beforeEach(() => setTracing(true));
afterEach(() => {
  vi.useRealTimers();
  setTracing(false);
});

/** A call that takes 20 ms, of which the window says this. */
async function called(said: { clickedMs: number; sentMs: number } | undefined, call = 7): Promise<void> {
  await trace('person', 'bridge', 'test.set', {}, async () => {
    calledFrom('seat', call, said, performance.now());
    await wait(20);
  });
}
const windowSpans = (): readonly TraceSpan[] =>
  keptTraces().flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'window'));
const names = (): readonly string[] => windowSpans().map(({ name }) => name);

test('what the window says lies around the call: click and way before it, answer and paint after it', async () => {
  const sent = Date.now();
  await called({ clickedMs: sent - 30, sentMs: sent });
  const received = Date.now();
  await wait(20);
  seenBy('seat', 7, received, Date.now());
  const [whole] = keptTraces()[0]!.spans;
  const [click, there, back, paint] = windowSpans();
  expect(names()).toEqual(['from the click to the call', 'to the console', 'to the window', 'paint']);
  // Both clocks count whole milliseconds.
  expect(click!.ms).toBeGreaterThan(28);
  expect(click!.ms).toBeLessThan(32);
  expect(there!.startMs).toBeCloseTo(click!.startMs + click!.ms!, 6);
  expect(there!.startMs).toBeLessThan(1);
  expect(back!.startMs).toBeCloseTo(whole!.startMs + whole!.ms!, 6);
  expect(paint!.startMs).toBeCloseTo(back!.startMs + back!.ms!, 6);
  expect(paint!.ms).toBeGreaterThan(17);
  expect(windowSpans().every(({ parent, ms }) => parent === 1 && ms! >= 0)).toBe(true);
});

test.each([
  ['in the future', 9e6, 9e6, []],
  ['long ago', -9e12, -9e12, []],
  ['beyond any clock', -1e300, 1e300, []],
  ['clicked after it was sent', 5000, 0, ['to the console']],
  ['clicked an hour ago', -3.6e6, 0, ['to the console']],
])(
  'times that cannot be are left out, and the call is traced all the same: %s',
  async (_, click, send, expected) => {
    const now = Date.now();
    await called({ clickedMs: now + click, sentMs: now + send });
    expect(names()).toEqual(expected);
    expect(keptTraces()[0]!.spans[0]).toMatchObject({ name: 'test.set', failed: false });
  },
);

test('one millisecond too late is the clock, not nonsense', async () => {
  const sent = Date.now() + 3;
  await called({ clickedMs: sent, sentMs: sent });
  expect(windowSpans().map(({ startMs, ms }) => startMs + ms!)).toEqual([
    expect.closeTo(0, 0),
    expect.closeTo(0, 0),
  ]);
});

test('an answer is believed once, from its own seat, for its own call, after the end, for a minute', async () => {
  const running = called(undefined, 1);
  seenBy('seat', 1, Date.now(), Date.now());
  expect(names()).toEqual([]);
  await running;
  const at = Date.now();
  seenBy('other', 1, at, at);
  seenBy('seat', 2, at, at);
  seenBy('seat', 1, at - 70_000, at);
  expect(names()).toEqual([]);
  await called(undefined, 3);
  const after = Date.now();
  seenBy('seat', 3, after, after);
  seenBy('seat', 3, after, after);
  expect(names()).toEqual(['to the window', 'paint']);
  await called(undefined, 4);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 60_100);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_100);
  seenBy('seat', 4, Date.now(), Date.now());
  vi.restoreAllMocks();
  expect(names()).toHaveLength(2);
});

test('without traces nothing is kept of it', async () => {
  setTracing(false);
  await called({ clickedMs: Date.now(), sentMs: Date.now() });
  seenBy('seat', 7, Date.now(), Date.now());
  expect(keptTraces()).toEqual([]);
});
