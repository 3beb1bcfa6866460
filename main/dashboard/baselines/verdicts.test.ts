import { expect, test, vi } from 'vitest';
import { type Compared, compareSets } from '#main/statistics/compare.ts';
import type { MeterKey } from '#main/profiling/meter.ts';
import { keyOf } from './live.ts';
import { openVerdicts } from './verdicts.ts';

const page: MeterKey = { kind: 'history', name: 'page', instrument: null, part: 'whole' };
const wire: MeterKey = { kind: 'exchange', name: 'MEAS:VOLT? a|b', instrument: 'i1', part: 'wire' };
const quick: MeterKey = { ...page, name: 'names' };

/** Five minutes of six slices with fifty durations each, around a median. */
const minutes = (ms: number) =>
  Array.from({ length: 5 }, (_, m) =>
    Array.from({ length: 6 }, (__, s) => ({
      ms: Array.from({ length: 50 }, (___, i) => ms * (1 + ((i * 7 + s + m) % 13) / 100)),
    })),
  );
const row = (key: MeterKey, name: string, ms: number) => ({ key: keyOf(key), name, measured: minutes(ms) });
const compared = (): Compared =>
  compareSets(
    [row(page, 'history:page', 1), row(wire, 'Supply MEAS:VOLT? (wire)', 4), row(quick, 'history:names', 1)],
    [row(page, 'history:page', 3), row(wire, 'Supply MEAS:VOLT? (wire)', 20), row(quick, 'history:names', 1)],
    { resamples: 100 },
  );

test('verdicts come after the first look, and are not found again for every look', async () => {
  let now = 1_000_000;
  const compare = vi.fn(() => Promise.resolve({ name: 'Monday', compared: compared() }));
  const verdicts = openVerdicts({ compare, now: () => now });
  expect([verdicts.verdictOf(page), verdicts.alerts()]).toEqual(['none', []]);
  verdicts.watched();
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.verdictOf(page)).toBe('slower'));
  expect([verdicts.verdictOf(wire), verdicts.verdictOf(quick)]).toEqual(['slower', 'same']);
  expect(verdicts.verdictOf({ ...page, name: 'unheard of' })).toBe('none');
  now += 19_000;
  verdicts.watched();
  expect(compare).toHaveBeenCalledTimes(1);
  const [worst, other] = verdicts.alerts();
  expect(worst).toMatchObject({
    kind: 'baseline',
    key: { kind: 'exchange', name: 'MEAS:VOLT? a|b', instrument: 'i1' },
    since: 1_000_000,
  });
  expect(worst!.message).toMatch(
    /^Supply MEAS:VOLT\? \(wire\) takes 5\.0 times as long as in the baseline “Monday” \(.* to .*\): median 21\.\d ms instead of 4\.\d+ ms\.$/u,
  );
  expect(other!.key).toEqual({ kind: 'history', name: 'page', instrument: null });

  // An alert that goes on keeps its beginning.
  now += 2000;
  verdicts.watched();
  await vi.waitFor(() => expect(compare).toHaveBeenCalledTimes(2));
  await vi.waitFor(() => expect(verdicts.alerts()[0]!.since).toBe(1_000_000));
});

test('without a reference, with another one, and when it cannot be read: none', async () => {
  let answer: () => Promise<{ name: string; compared: Compared } | null> = () =>
    Promise.resolve({ name: 'Monday', compared: compared() });
  let now = 0;
  const verdicts = openVerdicts({ compare: () => answer(), now: () => now });
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.alerts()).toHaveLength(2));
  verdicts.forget();
  expect([verdicts.verdictOf(page), verdicts.alerts()]).toEqual(['none', []]);
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.alerts()).toHaveLength(2));

  answer = () => Promise.resolve(null);
  now += 30_000;
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.alerts()).toEqual([]));

  const { promise, resolve } = Promise.withResolvers<{ name: string; compared: Compared } | null>();
  answer = () => promise;
  now += 30_000;
  verdicts.watched();
  verdicts.forget();
  resolve({ name: 'Monday', compared: compared() });
  await promise;
  await Promise.resolve();
  expect(verdicts.alerts()).toEqual([]);
});

test('what cannot be compared is not said to be well', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  let fails = false;
  let now = 0;
  const verdicts = openVerdicts({
    compare: () =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve({ name: 'Monday', compared: compared() }),
    now: () => now,
  });
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.verdictOf(quick)).toBe('same'));
  fails = true;
  now += 30_000;
  verdicts.watched();
  await vi.waitFor(() => expect(verdicts.verdictOf(quick)).toBe('none'));
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('INTERNAL'));
  warned.mockRestore();
});
