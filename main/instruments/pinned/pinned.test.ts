import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pin } from '#shared/contract/pins.ts';
import { Fault } from '#shared/faults.ts';
import { pinAnswer } from './answer.ts';
import { Pinned } from './pinned.ts';

const pin = (query: string, more: Partial<Pin> = {}): Pin => ({ query, label: query, unit: '', ...more });
const timeout = (): Fault => new Fault('INSTRUMENT_TIMEOUT', 'No answer.');

test('each has its turn, one after the other; a paused one has none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      (paused, rounds) => {
        const pinned = new Pinned();
        pinned.set(paused.map((_, place) => pin(`Q${place}?`)));
        const failing = new Set(paused.flatMap((is, place) => (is ? [`Q${place}?`] : [])));
        // Until those that fail are paused.
        for (let turn = 0; turn < 3 * paused.length; turn++) {
          const query = pinned.next();
          if (query !== null && failing.has(query.pin.query)) query.failed(timeout());
        }
        const live = paused.filter((is) => !is).length;
        const asked = Array.from({ length: rounds * live }, () => pinned.next()?.pin.query);
        for (const [place, is] of paused.entries())
          expect(asked.filter((query) => query === `Q${place}?`)).toHaveLength(is ? 0 : rounds);
        expect(pinned.next() === null).toBe(live === 0);
        expect(pinned.cycleMs(100)).toBe(100 * live);
      },
    ),
  );
});

test('an answer is forgotten by a failure, and by whatever makes it doubtful; a fault by an answer', () => {
  const pinned = new Pinned();
  pinned.set([pin('A?')]);
  const query = pinned.next();
  query?.answered(pinAnswer('3.3'), 1000);
  expect(pinned.readings()[0]).toMatchObject({ value: 3.3, at: 1000, fault: null, paused: false });
  query?.failed(timeout());
  expect(pinned.readings()[0]).toMatchObject({ value: null, at: null, fault: { message: 'No answer.' } });
  query?.answered(pinAnswer('CV'), 2000);
  expect(pinned.readings()[0]).toMatchObject({ value: null, text: 'CV', at: 2000, fault: null });
  pinned.forget();
  expect(pinned.readings()[0]).toMatchObject({ value: null, text: null, at: null });
});

test('three failures in a row pause it, and it says why although everything else is forgotten; two do not', () => {
  const pinned = new Pinned();
  pinned.set([pin('A?')]);
  const query = pinned.next();
  query?.failed(timeout());
  query?.failed(timeout());
  query?.answered(pinAnswer('1'), 1);
  query?.failed(timeout());
  query?.failed(timeout());
  expect(query?.paused).toBe(false);
  query?.failed(timeout());
  pinned.forget();
  expect(pinned.readings()[0]).toMatchObject({ paused: true, fault: { message: 'No answer.' } });
  pinned.set([pin('A?')]);
  expect(pinned.readings()[0]).toMatchObject({ paused: false, fault: null });
  expect(pinned.next()).not.toBeNull();
});

test('what holds a query back is not its own failure, and never pauses it', () => {
  const pinned = new Pinned();
  pinned.set([pin('A?')]);
  for (const code of ['SAFETY_LATCHED', 'SAFETY_PREEMPTED', 'INSTRUMENT_UNREACHABLE', 'CANCELLED'] as const)
    for (let times = 0; times < 3; times++) pinned.next()?.failed(new Fault(code, 'Held back.'));
  expect(pinned.readings()[0]).toMatchObject({ paused: false, fault: { message: 'Held back.' } });
});

test('another order, label or unit keeps what is known of a query; another query knows nothing', () => {
  const pinned = new Pinned();
  pinned.set([pin('A?'), pin('B?')]);
  pinned.next()?.answered(pinAnswer('1'), 1);
  pinned.set([pin('C?'), pin('A?', { label: 'New', unit: 'V' })]);
  expect(pinned.readings()).toMatchObject([
    { pin: { query: 'C?' }, value: null },
    { pin: { query: 'A?', label: 'New' }, value: 1 },
  ]);
});

test('a slow query makes the cycle longer by twice its time, a paused one not at all', () => {
  const pinned = new Pinned();
  pinned.set([pin('A?'), pin('B?')]);
  const slow = pinned.next();
  if (slow !== null) slow.tookMs = 400;
  expect(pinned.cycleMs(100)).toBe(900);
  for (let times = 0; times < 3; times++) slow?.failed(timeout());
  expect(pinned.cycleMs(100)).toBe(100);
});
