import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Flow, type Flowed, Integral } from './integral.ts';

const flowed = (integral: Integral, at: number, interrupted = false): Flowed =>
  integral.flowedAt(at, interrupted);

test('a constant flows evenly; a ramp flows as its mean', () => {
  const integral = new Integral();
  for (let at = 0; at <= 10_000; at += 100) integral.add(at, 2, 100);
  expect(flowed(integral, 10_000).total).toBeCloseTo(20, 9);
  expect(flowed(integral, 10_000)).toMatchObject({ coveredMs: 10_000, gapMs: 0 });
  integral.reset(10_000);
  for (let at = 10_100; at <= 20_000; at += 100) integral.add(at, (at - 10_000) / 1000, 100);
  // From 2 A at 10 s the first step comes down to 0.1 A.
  expect(flowed(integral, 20_000).total).toBeCloseTo(0.105 + ((0.1 + 10) / 2) * 9.9, 9);
});

test('over a gap nothing is added, and the gap is counted', () => {
  const integral = new Integral();
  integral.add(0, 1, 100);
  integral.add(1000, 1, 100);
  integral.add(9000, 1, 100);
  expect(flowed(integral, 9000)).toEqual({ total: 1, coveredMs: 1000, gapMs: 8000 });
  integral.add(9500, null, 100);
  integral.add(10_000, 1, 100);
  integral.add(10_500, 1, 100);
  expect(flowed(integral, 10_500)).toEqual({ total: 1.5, coveredMs: 1500, gapMs: 9000 });
});

test('a slow poll is no gap; what is not newer counts nothing', () => {
  const integral = new Integral();
  integral.add(0, 1, 4000);
  integral.add(5000, 1, 4000);
  integral.add(5000, 100, 4000);
  integral.add(4000, 100, 4000);
  expect(flowed(integral, 5000)).toEqual({ total: 5, coveredMs: 5000, gapMs: 0 });
});

test('what is off lets nothing flow, and is no gap; an edge counts half', () => {
  const integral = new Integral();
  for (const at of [0, 100, 200]) integral.add(at, 'off', 100);
  expect(flowed(integral, 200)).toEqual({ total: 0, coveredMs: 0, gapMs: 0 });
  integral.add(300, 2, 100);
  integral.add(400, 2, 100);
  integral.add(500, 'off', 100);
  integral.add(60_000, 'off', 100);
  expect(flowed(integral, 60_000)).toEqual({ total: 0.4, coveredMs: 300, gapMs: 59_500 });
});

test('an interruption is a gap however short it is, while it goes on and afterwards', () => {
  const integral = new Integral();
  integral.add(0, 1, 100);
  integral.add(100, 1, 100);
  expect(flowed(integral, 400, true), 'going on').toEqual({ total: 0.1, coveredMs: 100, gapMs: 300 });
  expect(flowed(integral, 400), 'a poll that is due').toEqual({ total: 0.1, coveredMs: 100, gapMs: 0 });
  integral.interrupt();
  integral.add(500, 1, 100);
  integral.add(600, 1, 100);
  expect(flowed(integral, 600)).toEqual({ total: 0.2, coveredMs: 200, gapMs: 400 });
});

test('a reset cuts what is going on where it is: a flow, and a gap', () => {
  const integral = new Integral();
  integral.add(0, 0, 100);
  integral.reset(75);
  integral.add(100, 4, 100);
  // From 3 at the reset to 4.
  expect(flowed(integral, 100)).toEqual({ total: 3.5 * 0.025, coveredMs: 25, gapMs: 0 });
  integral.interrupt();
  integral.reset(5100);
  expect(flowed(integral, 6000, true)).toEqual({ total: 0, coveredMs: 0, gapMs: 900 });
  integral.add(7100, 4, 100);
  expect(flowed(integral, 7100)).toEqual({ total: 0, coveredMs: 0, gapMs: 2000 });
});

test('an integral is the sum of its pieces, and every millisecond is on, off or a gap', () => {
  const flow = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant('off'), fc.constant(null));
  const step = fc.record({ ms: fc.integer({ min: 1, max: 4000 }), flow });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
      const integral = new Integral();
      const points: { at: number; flow: Flow }[] = [];
      for (const { ms, flow } of steps)
        points.push({ at: (points.at(-1)?.at ?? 0) + ms, flow: flow as Flow });
      for (const { at, flow } of points) integral.add(at, flow, 100);
      let [total, covered, gap, off] = [0, 0, 0, 0];
      for (const [place, { at, flow }] of points.slice(1).entries()) {
        const before = points[place]!;
        const ms = at - before.at;
        const ends = [before.flow, flow];
        if (ends.includes(null) || ms > 2000) gap += ms;
        else if (ends.every((end) => end === 'off')) off += ms;
        else {
          covered += ms;
          for (const end of ends) total += (end === 'off' ? 0 : (end as number)) * (ms / 2000);
        }
      }
      const end = points.at(-1)!.at;
      const found = flowed(integral, end);
      expect(found).toMatchObject({ coveredMs: covered, gapMs: gap });
      expect(found.total).toBeCloseTo(total, 6);
      expect(found.coveredMs + found.gapMs + off).toBe(end - points[0]!.at);
    }),
  );
});
