import { expect, test } from 'vitest';
import type { HeldOutput } from '#shared/contract/channels.ts';
import { Course, type Plan, type Seen } from './course.ts';

const wish = { current: 1, cutOff: 3, maxSeconds: null, maxAmpHours: null };
const plan: Plan = { wish, word: 'CURR', current: 1, step: 0.001, startVolts: 4.2 };
const output = (state: HeldOutput['state'], on: boolean | null): HeldOutput => ({
  state,
  on,
  lastSeen: on,
  since: 0,
  changedAt: null,
});
const well: Seen = {
  latched: false,
  gone: false,
  local: false,
  greeted: true,
  tripped: false,
  output: output('known', true),
  word: 'CURR',
  current: 1,
  reading: null,
  periodMs: 100,
};

/** A course whose load measures these volts at 1 A every 100 ms; answers with why it ended, and when. */
function run(volts: readonly (number | null)[], part: Partial<Plan['wish']> = {}) {
  const course = new Course({ ...plan, wish: { ...wish, ...part } }, 0);
  for (const [index, value] of volts.entries()) {
    const at = (index + 1) * 100;
    const reading = { at, volts: value, amps: 1 };
    const over = course.look(at, { ...well, reading });
    if (over !== null) return { over, at, course };
  }
  return { over: null, at: volts.length * 100, course };
}
const flat = (length: number, volts = 3.7): number[] => Array.from({ length }, () => volts);

test('the cut-off ends it when two readings in a row are there, and one that comes back does not', () => {
  expect(run([3.5, 3, 3.1, 2.99, 3.2, 3, 2.95, 2.9])).toMatchObject({ over: 'cutOff', at: 700 });
  expect(run([3.5, 2.9, 3.1, 2.9, 3.1]).over).toBeNull();
});

test('far below the cut-off one reading is enough', () => {
  expect(run([3.5, 2.69, 3.5])).toMatchObject({ over: 'cutOff', at: 200 });
  expect(run([3.5, 2.71, 3.5]).over).toBeNull();
});

test('one reading that is looked at twice counts once', () => {
  const course = new Course(plan, 0);
  const reading = { at: 5, volts: 2.9, amps: 1 };
  for (const at of [100, 150, 200, 250]) expect(course.look(at, { ...well, reading })).toBeNull();
  expect(course.look(300, { ...well, reading: { ...reading, at: 6 } })).toBe('cutOff');
});

test('the longest time and the largest capacity end it', () => {
  expect(run(flat(100), { maxSeconds: 2 })).toMatchObject({ over: 'time', at: 2000 });
  // 1 A from the first reading on.
  expect(run(flat(100), { maxAmpHours: 4.95 / 3600 })).toMatchObject({ over: 'capacity', at: 5100 });
});

test('R-7: without a reading that can be trusted it ends after three seconds, or five slow polls', () => {
  const silent = (periodMs: number): number => {
    const course = new Course(plan, 0);
    course.look(100, { ...well, periodMs, reading: { at: 1, volts: 3.7, amps: 1 } });
    for (let at = 200; ; at += 100) {
      const over = course.look(at, { ...well, periodMs, output: output('unknown', null) });
      if (over === null) continue;
      expect(over).toBe('notMeasured');
      return at;
    }
  };
  expect(silent(100)).toBe(3200);
  expect(silent(1000)).toBe(5200);
  // The same reading for ever is none, and neither is "overload".
  expect(run([3.7, ...Array.from({ length: 50 }, () => null)])).toMatchObject({
    over: 'notMeasured',
    at: 3200,
  });
});

test.each<[string, Partial<Seen>]>([
  ['emergencyStop', { latched: true, output: output('pending', false) }],
  ['removed', { gone: true, greeted: false }],
  ['released', { local: true }],
  ['linkLost', { greeted: false, output: output('unknown', null) }],
  ['tripped', { tripped: true, output: output('known', false) }],
  ['switchedOff', { output: output('pending', false) }],
  ['offAtInstrument', { output: output('known', false) }],
  ['changed', { word: 'VOLT' }],
  ['changed', { current: 0.5 }],
])('%s', (over, part) => {
  const course = new Course(plan, 0);
  const reading = { at: 1, volts: 3.7, amps: 1 };
  expect(course.look(100, { ...well, reading })).toBeNull();
  expect(course.look(200, { ...well, reading: { ...reading, at: 2 }, ...part })).toBe(over);
  expect(course.look(300, { ...well, ...part }), 'once').toBeNull();
});

test('what is not known for a moment is no change, and no end', () => {
  const course = new Course(plan, 0);
  const unknown = { word: null, current: null, output: output('unknown', null) };
  for (let at = 100; at < 3000; at += 100) expect(course.look(at, { ...well, ...unknown })).toBeNull();
});

test('charge and energy are those that were measured; over a gap nothing is added, and it is told', () => {
  const course = new Course(plan, 0);
  const reading = (at: number, volts: number, amps: number) =>
    course.look(at, { ...well, reading: { at, volts, amps } });
  for (let at = 0; at <= 10_000; at += 100) reading(at, 4, 2);
  const before = course.figures(10_000);
  expect(before.ampHours).toBeCloseTo(20 / 3600, 9);
  expect(before.wattHours).toBeCloseTo(80 / 3600, 9);
  expect(before).toMatchObject({
    gapMs: 0,
    elapsedMs: 10_000,
    volts: 4,
    amps: 2,
    endVolts: 4,
    startVolts: 4.2,
  });
  // 2.5 s without a reading.
  for (let at = 12_500; at <= 13_500; at += 100) reading(at, 4, 2);
  const after = course.figures(13_500);
  expect(after.ampHours).toBeCloseTo(22 / 3600, 9);
  expect(after.gapMs).toBe(2500);
  expect([...after.curve.volts].filter(Number.isNaN)).toHaveLength(1);
});

test('what was read before the input was known to be on is no reading of this test', () => {
  const course = new Course(plan, 0);
  const reading = { at: 1, volts: 2, amps: 0 };
  expect(course.look(100, { ...well, output: output('pending', true), reading })).toBeNull();
  expect(course.figures(100)).toMatchObject({ volts: null, endVolts: null });
});

test('once it is over nothing is known now, and it goes no further', () => {
  const { course } = run([3.5, 2.9, 2.9]);
  expect(course.figures(9000)).toMatchObject({
    elapsedMs: 300,
    volts: null,
    amps: null,
    endVolts: 2.9,
    left: null,
  });
});

test('an end from outside counts what was not known at the end', () => {
  const { course } = run(flat(10));
  course.finish(3000);
  expect(course.figures(9000)).toMatchObject({ elapsedMs: 3000, gapMs: 2000 });
});
