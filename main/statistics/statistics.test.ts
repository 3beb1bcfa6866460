import { describe, expect, test } from 'vitest';
import { bucketOf } from '#main/profiling/buckets.ts';
import { bands, compareSets, type Named } from './compare.ts';
import { randomOf } from './random.ts';
import { ratiosOf } from './ratio.ts';
import { type Measurements, Sample } from './sample.ts';
import { studentQuantile } from './student.ts';
import { type Spread, synthetic } from './synthetic.fixture.ts';

const calm: Spread = { start: 0.02, round: 0.02, single: 0.1 };
const shape = { starts: 5, rounds: 3, singles: 30 };
const named = (key: string, measured: Measurements): Named => ({ key, name: key.toUpperCase(), measured });
const slowed = (measured: Measurements, factor: number): Measurements =>
  measured.map((start) =>
    start.map((round) => ('ms' in round ? { ms: round.ms.map((ms) => ms * factor) } : round)),
  );
const quantiles = (measured: Measurements, ...at: number[]): number[] =>
  new Sample(measured).quantiles(at).map(Math.exp);

describe('quantiles', () => {
  test.each([
    // source: any table of Student's t, two-sided 95 %, 99 % and 99.9 %.
    [0.025, 1, 12.706],
    [0.025, 4, 2.776],
    [0.025, 10, 2.228],
    [0.005, 7, 3.499],
    [0.0005, 3, 12.924],
    [0.025, 1e6, 1.96],
  ])('of Student: %f beyond, %d degrees of freedom', (tail, freedom, expected) => {
    expect(studentQuantile(tail, freedom)).toBeCloseTo(expected, 3);
  });

  test('of durations are durations that were measured', () => {
    const measured = [[{ ms: [5, 1, 4] }, { ms: [2, 3] }]];
    expect(quantiles(measured, 0.5, 0.2, 0.95).map((ms) => Math.round(ms * 1e9) / 1e9)).toEqual([3, 1, 5]);
  });

  test('of counts lie inside their bucket, as far as there are durations before', () => {
    const bucket = bucketOf(10);
    const [low, middle, high] = quantiles([[{ counts: [bucket, 100] }]], 0.01, 0.5, 1);
    expect(middle! / low!).toBeGreaterThan(1.02);
    expect(high! / low!).toBeCloseTo(1.05, 2);
    expect(bucketOf(low! * 1.0001)).toBe(bucket);
  });

  test('rounds and starts without anything are none', () => {
    expect(new Sample([[{ ms: [] }], [{ ms: [1] }, { counts: [] }]]).starts).toHaveLength(1);
    expect(new Sample([]).total).toBe(0);
  });
});

describe('a comparison', () => {
  const old = named('a', synthetic(randomOf(1), shape, calm));

  test('of the same build shows no difference', () => {
    const { rows } = compareSets([old], [named('a', synthetic(randomOf(2), shape, calm))]);
    expect(rows[0]).toMatchObject({ key: 'a', name: 'A', verdict: 'same' });
    expect(rows[0]!.median.low).toBeLessThan(1);
    expect(rows[0]!.median.high).toBeGreaterThan(1);
  });

  test.each([
    [2, 'slower'],
    [0.5, 'faster'],
    [1.05, 'same'],
  ] as const)('of what takes %f times as long is %s', (factor, verdict) => {
    const { rows } = compareSets([old], [named('a', slowed(synthetic(randomOf(3), shape, calm), factor))]);
    expect(rows[0]!.verdict).toBe(verdict);
    expect(rows[0]!.median.ratio).toBeGreaterThan(factor * 0.9);
    expect(rows[0]!.median.ratio).toBeLessThan(factor * 1.1);
  });

  test('needs the whole interval beyond the band: one start that is slow says nothing', () => {
    const now = synthetic(randomOf(4), shape, calm);
    const one = [...now.slice(0, -1), ...slowed(now.slice(-1), 10)];
    expect(compareSets([old], [named('a', one)]).rows[0]!.verdict).toBe('same');
    const barely = slowed(now, bands.median + 0.02);
    expect(compareSets([old], [named('a', barely)]).rows[0]!.verdict).toBe('same');
  });

  describe('beside yardsticks', () => {
    const beside = (key: string, seed: number, factor = 1, spread = calm): Named =>
      named(key, slowed(synthetic(randomOf(seed), shape, spread), factor));
    const olds = [old, beside('yardstick.calculate', 11), beside('yardstick.write', 12)];

    test('a computer that is not what it was is no verdict on the build, whichever of them shows it', () => {
      const news = [
        beside('a', 13, 1.5),
        beside('yardstick.calculate', 14),
        beside('yardstick.write', 15, 1.6),
      ];
      const compared = compareSets(olds, news);
      expect(compared.rows.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'same']);
      expect(compared.bands.median).toBeGreaterThan(1.1 * 1.4);
      expect(compared.bands.median).toBeLessThan(1.1 * 1.6);
      expect(compared.bands.p95).toBeGreaterThanOrEqual(1.25 * (compared.bands.median / 1.1));
      expect(compared.test).toMatch(/beyond [5-7]\d % \(medians\).*Usually 10 % and 25 %: the yardsticks/);
      // The other way round: what had been slow.
      expect(compareSets(news, olds).rows.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'same']);
    });

    test('twice as long on the same computer is slower, and what moves more than the computer, too', () => {
      const still = compareSets(olds, [
        beside('a', 13, 2),
        beside('yardstick.calculate', 14),
        beside('yardstick.write', 15),
      ]);
      expect(still.rows[0]!.verdict).toBe('slower');
      expect(still.bands).toEqual(bands);
      expect(still.test).not.toContain('yardstick');
      const moved = compareSets(olds, [
        beside('a', 13, 3),
        beside('yardstick.calculate', 14, 1.3),
        beside('yardstick.write', 15),
      ]);
      expect(moved.rows.map(({ verdict }) => verdict)).toEqual(['slower', 'same', 'same']);
    });

    test('one that scatters says nothing for certain, and one that is new says nothing at all', () => {
      const wild = { start: 0.5, round: 0.1, single: 0.1 };
      const scattered = compareSets(
        [old, beside('yardstick.write', 16, 1, wild)],
        [beside('a', 13, 1.5), beside('yardstick.write', 17, 1.2, wild)],
      );
      expect(scattered.bands).toEqual(bands);
      expect(scattered.rows[0]!.verdict).toBe('slower');
      const unheard = compareSets([old], [beside('a', 13, 1.5), beside('yardstick.write', 15, 1.6)]);
      expect(unheard.rows.map(({ verdict }) => verdict)).toEqual(['slower']);
    });
  });

  test('says slower when only the slowest have become slower', () => {
    const tail = synthetic(randomOf(5), { ...shape, singles: 100 }, calm).map((start) =>
      start.map((round) => ({
        ms: 'ms' in round ? round.ms.map((ms, i) => (i % 10 === 0 ? ms * 5 : ms)) : [],
      })),
    );
    const [row] = compareSets([old], [named('a', tail)]).rows;
    expect(row).toMatchObject({ verdict: 'slower', median: { verdict: 'same' }, p95: { verdict: 'slower' } });
  });

  test('says nothing of too little, and no ratio of two minutes', () => {
    const two = synthetic(randomOf(6), { starts: 2, rounds: 1, singles: 500 }, calm, 9);
    expect(compareSets([old], [named('a', two)]).rows[0]).toMatchObject({
      verdict: 'none',
      median: { verdict: 'none', low: 0, high: 1e6 },
    });
    const few = synthetic(randomOf(7), { starts: 5, rounds: 1, singles: 4 }, calm, 9);
    expect(compareSets([old], [named('a', few)]).rows[0]).toMatchObject({
      median: { verdict: 'slower' },
      p95: { verdict: 'none' },
    });
    expect(compareSets([old], [named('a', [])]).rows).toEqual([]);
  });

  test('the same input gives the same answer; another seed another interval', () => {
    const now = named('a', synthetic(randomOf(8), shape, calm));
    const [first, again, other] = [{}, {}, { seed: 2 }].map((options) => compareSets([old], [now], options));
    expect(again).toEqual(first);
    expect(other!.rows[0]!.median.low).not.toBe(first!.rows[0]!.median.low);
    expect(other!.rows[0]!.median.ratio).toBe(first!.rows[0]!.median.ratio);
  });

  test('of more rows has wider intervals: the confidence is for all of them together', {
    timeout: 60_000,
  }, () => {
    const now = named('a', synthetic(randomOf(9), shape, calm));
    const many = Array.from({ length: 20 }, (_, i) =>
      named(`b${i}`, synthetic(randomOf(20 + i), shape, calm)),
    );
    const width = (rows: readonly Named[]): number => {
      const { median } = compareSets([old, ...many], rows).rows.find(({ key }) => key === 'a')!;
      return Math.log(median.high / median.low);
    };
    expect(width([now, ...many])).toBeGreaterThan(width([now]) * 1.2);
  });

  test('says what only one of the two has', () => {
    const {
      onlyOld,
      onlyNew,
      rows,
      test: words,
    } = compareSets([old, named('gone', old.measured)], [old, named('new', old.measured)]);
    expect({ onlyOld, onlyNew, rows: rows.length }).toEqual({ onlyOld: ['GONE'], onlyNew: ['NEW'], rows: 1 });
    expect(words).toContain('1,000 draws');
  });
});

describe('coverage on data whose ratio is known', () => {
  const trials = 200;
  const confidence = 0.95;
  /** Part of the intervals, of medians and of 95th percentiles, that hold the true ratio. */
  const covered = (starts: number, spread: Spread, factor: number): number[] => {
    const inside = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const random = randomOf(1000 + trial * 7919);
      const small = { starts, rounds: 3, singles: 12 };
      const [a, b] = [synthetic(random, small, spread), synthetic(random, small, spread, factor)].map(
        (measured) => new Sample(measured),
      ) as [Sample, Sample];
      const options = { quantiles: [0.5, 0.95], resamples: 150, seed: trial, confidence };
      for (const [q, { low, high }] of ratiosOf(a, b, options).entries())
        if (low <= factor && factor <= high) inside[q]!++;
    }
    return inside.map((count) => count / trials);
  };
  test.each([
    [4, { start: 0.1, round: 0.02, single: 0.1 }, 1],
    [4, { start: 0.02, round: 0.05, single: 0.2 }, 2],
    [8, { start: 0.05, round: 0.05, single: 0.1 }, 1.3],
  ] as const)('%d starts, %o, %f times as long', { timeout: 120_000 }, (starts, spread, factor) => {
    const [median, p95] = covered(starts, spread, factor);
    // Three standard deviations of the number of trials below what is promised.
    const least = confidence - 3 * Math.sqrt((confidence * (1 - confidence)) / trials);
    expect(median).toBeGreaterThanOrEqual(least);
    expect(p95).toBeGreaterThanOrEqual(least);
  });
});
