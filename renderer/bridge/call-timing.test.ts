import { afterEach, expect, test, vi } from 'vitest';
import { callTiming, type Seen } from './call-timing.ts';
import { rememberInput } from './last-input.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A window whose clock and frames the test turns. */
function windowOf(lastInput: number | null) {
  const told: Seen[] = [];
  const clock = { now: 10_000 };
  let frames: (() => void)[] = [];
  const timing = callTiming({
    input: { at: () => lastInput },
    seen: (seen) => told.push(seen),
    now: () => clock.now,
    nextFrame: (then) => frames.push(then),
  });
  const frame = (): void => {
    const due = frames;
    frames = [];
    for (const each of due) each();
  };
  return { timing, told, clock, frame };
}

test('says nothing while no traces are kept', () => {
  const { timing, told, frame } = windowOf(9990);
  expect(timing.asked('bench.list')).toBeNull();
  timing.answered(1);
  frame();
  frame();
  expect(told).toEqual([]);
});

test('a call belongs to the act before it, when that is not long ago', () => {
  const { timing, clock } = windowOf(9990);
  timing.setOn(true);
  expect(timing.asked('bench.list')).toEqual({ clickedMs: 9990, sentMs: 10_000 });
  clock.now = 10_490;
  expect(timing.asked('bench.list')).toEqual({ clickedMs: 9990, sentMs: 10_490 });
  clock.now = 10_491;
  expect(timing.asked('bench.list')).toBeNull();
});

test('a call before anybody did anything is nobody’s', () => {
  const { timing } = windowOf(null);
  timing.setOn(true);
  expect(timing.asked('bench.list')).toBeNull();
});

test('painted is said at the second frame after the answer, and not before', () => {
  const { timing, told, clock, frame } = windowOf(9990);
  timing.setOn(true);
  timing.answered(7);
  clock.now = 10_016;
  frame();
  expect(told).toEqual([]);
  clock.now = 10_033;
  frame();
  expect(told).toEqual([{ call: 7, receivedMs: 10_000, paintedMs: 10_033 }]);
});

test('nothing is said after deep mode was switched off, and no more than 200 answers wait', () => {
  const { timing, told, frame } = windowOf(9990);
  timing.setOn(true);
  for (let call = 1; call <= 300; call++) timing.answered(call);
  frame();
  frame();
  expect(told).toHaveLength(200);
  timing.answered(301);
  timing.setOn(false);
  frame();
  frame();
  expect(told).toHaveLength(200);
  timing.setOn(true);
  timing.answered(302);
  frame();
  frame();
  expect(told).toHaveLength(201);
});

test('only what a person does is remembered, at the time at which it was done', () => {
  const target = new EventTarget();
  const input = rememberInput(target);
  expect(input.at()).toBeNull();
  target.dispatchEvent(new Event('keydown'));
  expect(input.at()).toBeNull();
  // A program cannot make a trusted event: this one only says that it is.
  const real = Object.defineProperties(new Event('pointerup'), {
    isTrusted: { value: true },
    timeStamp: { value: 1234.5 },
  });
  target.dispatchEvent(real);
  expect(input.at()).toBe(performance.timeOrigin + 1234.5);
});
