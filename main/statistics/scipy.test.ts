import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomOf } from './random.ts';
import { ratiosOf } from './ratio.ts';
import { type Measurements, Sample } from './sample.ts';
import { studentQuantile } from './student.ts';
import { synthetic } from './synthetic.fixture.ts';

const python = '/usr/bin/python3';
const reason =
  spawnSync(python, ['-c', 'import scipy.stats']).status === 0
    ? null
    : 'SciPy is not installed (Debian: python3-scipy)';

const quantiles = [0.5, 0.95];
const confidence = 0.99;
const milliseconds = (measured: Measurements): number[][][] =>
  measured.map((start) => start.map((round) => ('ms' in round ? [...round.ms] : [])));

/** What SciPy and NumPy find. */
function peer(question: Record<string, unknown>): {
  tails: number[];
  ratios: { ratio: number; low: number; high: number }[];
} {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'scipy_peer.py')], {
    input: JSON.stringify({
      old: [],
      now: [],
      quantiles: [],
      confidence,
      tails: [],
      within: false,
      ...question,
    }),
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof peer>;
}

if (reason !== null) process.stderr.write(`skipped, the comparison against SciPy: ${reason}\n`);

describe.skipIf(reason !== null)('against SciPy', () => {
  test("Student's t is the same", () => {
    const tails = [0.1, 0.025, 1e-3, 1e-5].flatMap((tail) =>
      [1, 1.7, 2, 3.5, 6, 11, 40, 1000].map((freedom) => [tail, freedom] as const),
    );
    for (const [i, expected] of peer({ tails }).tails.entries())
      expect(studentQuantile(...tails[i]!) / expected).toBeCloseTo(1, 6);
  });

  test.each([
    // Rounds of more than 100 are drawn whole: with one in each start, that is what scipy.stats.bootstrap does with starts.
    [
      'whole starts, by scipy.stats.bootstrap',
      { starts: 4, rounds: 1, singles: 120 },
      { start: 0.06, round: 0.04, single: 0.15 },
    ],
    [
      'starts, rounds and durations, by NumPy',
      { starts: 6, rounds: 3, singles: 15 },
      { start: 0.01, round: 0.12, single: 0.05 },
    ],
  ] as const)('the intervals are the same: %s', { timeout: 120_000 }, (_how, shape, spread) => {
    const within = shape.rounds > 1;
    const random = randomOf(77);
    const [old, now] = [synthetic(random, shape, spread), synthetic(random, shape, spread, 1.4)];
    const own = ratiosOf(new Sample(old), new Sample(now), {
      quantiles,
      resamples: 4000,
      seed: 5,
      confidence,
    });
    const { ratios } = peer({ old: milliseconds(old), now: milliseconds(now), quantiles, within });
    for (const [q, expected] of ratios.entries()) {
      expect(own[q]!.ratio).toBeCloseTo(expected.ratio, 9);
      // Two sets of 4,000 draws differ by chance: a twentieth of the width of an interval.
      const width = Math.log(expected.high / expected.low);
      for (const end of ['low', 'high'] as const)
        expect(Math.abs(Math.log(own[q]![end] / expected[end]))).toBeLessThan(width * 0.05);
    }
  });
});
