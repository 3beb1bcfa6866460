import { ratiosOf, type RatioFound } from './ratio.ts';
import { type Measurements, Sample } from './sample.ts';
import { t } from '#shared/language/t.ts';

/** What is shown of a row. `none`: too little was measured for saying anything. */
export type Shown = 'slower' | 'faster' | 'same' | 'none';

/** Something that was measured, under the name by which two sets are brought together. */
export interface Named {
  readonly key: string;
  readonly name: string;
  readonly measured: Measurements;
}

export interface RatioShown {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Shown;
}
export interface RowShown {
  readonly key: string;
  readonly name: string;
  /** ms. */
  readonly oldMedian: number;
  readonly newMedian: number;
  readonly oldP95: number;
  readonly newP95: number;
  readonly median: RatioShown;
  readonly p95: RatioShown;
  readonly verdict: Shown;
}
export interface Compared {
  readonly rows: readonly RowShown[];
  readonly onlyOld: readonly string[];
  readonly onlyNew: readonly string[];
  /** What counts as no difference here: `bands`, by as much wider as the yardsticks differ. */
  readonly bands: Bands;
  readonly test: string;
}

export interface Bands {
  readonly median: number;
  readonly p95: number;
}

export interface CompareOptions {
  readonly seed?: number;
  readonly resamples?: number;
}

/** Of all intervals of a comparison together. */
export const confidence = 0.95;
/**
 * What counts as no difference: a program that is started anew comes to another arrangement in memory, and a machine to another
 * temperature. Chosen with `npm run profile -- --self-check 20`.
 */
export const bands: Bands = { median: 1.1, p95: 1.25 };
/**
 * Of what no build changes, see `critical-paths/yardsticks.ts`. How far it differs between two sets is the computer's doing: a row has to
 * differ by more.
 */
export const yardstickPrefix = 'yardstick.';
export const isYardstick = (key: string): boolean => key.startsWith(yardstickPrefix);
/** Fewer say nothing: starts or (where there is one start) rounds; and durations, for a median and for a 95th percentile. */
const least = { units: 3, median: 10, p95: 40 } as const;
const usualResamples = 1000;

const percent = (ratio: number): string => `${Math.round((ratio - 1) * 100)} %`;

/** What was found of a row, before it is judged. A ratio is null where too little was measured for its interval. */
interface FoundRow extends Pick<RowShown, 'key' | 'name' | 'oldMedian' | 'newMedian' | 'oldP95' | 'newP95'> {
  readonly median: RatioFound | null;
  readonly p95: RatioFound | null;
}

function shown(found: RatioFound | null, [old, now]: readonly [number, number], band: number): RatioShown {
  if (found === null) return { ratio: now / old, ...widest, verdict: 'none' };
  const { ratio, low, high } = found;
  const verdict = low > band ? 'slower' : high < 1 / band ? 'faster' : 'same';
  return { ratio, low: Math.max(widest.low, low), high: Math.min(widest.high, high), verdict };
}

/** By how much these differ for certain: what the intervals leave out between themselves and 1. At least 1. */
const certain = (found: readonly (RatioFound | null)[]): number =>
  Math.max(1, ...found.flatMap((each) => (each === null ? [] : [each.low, 1 / each.high])));

/** The bands for these rows. The 95th percentiles of a computer that is slower differ as its medians do, at least. */
function bandsFor(rows: readonly FoundRow[]): Bands {
  const beside = rows.filter(({ key }) => isYardstick(key));
  const drift = certain(beside.map(({ median }) => median));
  const tailDrift = Math.max(drift, certain(beside.map(({ p95 }) => p95)));
  return { median: bands.median * drift, p95: bands.p95 * tailDrift };
}

/** The worse of the two; where only one of them can be judged, that one. */
function worse(median: Shown, p95: Shown): Shown {
  for (const verdict of ['slower', 'faster', 'same'] as const)
    if (median === verdict || p95 === verdict) return verdict;
  return 'none';
}

const enough = (sample: Sample, durations: number): boolean =>
  sample.total >= durations &&
  (sample.starts.length >= least.units ||
    (sample.starts.length === 1 && sample.starts[0]!.length >= least.units));

/** The widest interval there is: everything is possible. */
const widest = { low: 0, high: 1e6 } as const;

/**
 * Compares two sets of measurements, row by row. A row is slower (faster) when the whole interval of a ratio, of the medians or of the
 * 95th percentiles, lies above (below) the band. The confidence holds for all intervals of the comparison together (Bonferroni). The band
 * is wider by as much as yardsticks differ for certain, if there are any among the rows: then the computer is not what it was.
 * The same input gives the same answer: the draws come from a seed.
 */
export function compareSets(
  old: readonly Named[],
  now: readonly Named[],
  { seed = 1, resamples = usualResamples }: CompareOptions = {},
): Compared {
  const older = new Map(old.map((each) => [each.key, each]));
  const both = now.filter(({ key }) => older.has(key));
  const newer = new Set(now.map(({ key }) => key));
  const single = 1 - (1 - confidence) / Math.max(1, 2 * both.length);
  const found: FoundRow[] = [];
  for (const { key, name, measured } of both) {
    const [a, b] = [new Sample(older.get(key)!.measured), new Sample(measured)];
    if (a.total === 0 || b.total === 0) continue;
    const at = [0.5, 0.95];
    const [oldMedian, oldP95] = a.quantiles(at).map(Math.exp) as [number, number];
    const [newMedian, newP95] = b.quantiles(at).map(Math.exp) as [number, number];
    const measuredEnough = (durations: number): boolean => enough(a, durations) && enough(b, durations);
    const ratios = measuredEnough(least.median)
      ? ratiosOf(a, b, { quantiles: at, resamples, seed, confidence: single })
      : [];
    const median = ratios[0] ?? null;
    const p95 = measuredEnough(least.p95) ? (ratios[1] ?? null) : null;
    found.push({ key, name, oldMedian, newMedian, oldP95, newP95, median, p95 });
  }
  const here = bandsFor(found);
  return {
    rows: found.map((row) => {
      const median = shown(row.median, [row.oldMedian, row.newMedian], here.median);
      const p95 = shown(row.p95, [row.oldP95, row.newP95], here.p95);
      return { ...row, median, p95, verdict: worse(median.verdict, p95.verdict) };
    }),
    bands: here,
    onlyOld: old.filter(({ key }) => !newer.has(key)).map(({ name }) => name),
    onlyNew: now.filter(({ key }) => !older.has(key)).map(({ name }) => name),
    test: testInWords(both.length, resamples, single, here),
  };
}

const testInWords = (rows: number, resamples: number, single: number, here: Bands): string =>
  t`Bootstrap intervals of the ratios of medians and of 95th percentiles: ${resamples.toLocaleString('en')} draws of whole starts (or minutes), of rounds within them and of durations within small rounds, widened for few starts (Student's t). ${confidence * 100} % confidence for all ${rows} rows together (Bonferroni: ${(single * 100).toFixed(3)} % for each interval). Slower or faster only when the whole interval lies beyond ${percent(here.median)} (medians) or ${percent(here.p95)} (95th percentiles); otherwise no difference is shown.${driftInWords(here)}`;

/** Why the bands are wider than usual; empty where they are not. */
const driftInWords = (here: Bands): string =>
  here.median === bands.median && here.p95 === bands.p95
    ? ''
    : t` Usually ${percent(bands.median)} and ${percent(bands.p95)}: the yardsticks, which no build changes, differ as well, so the computer was not equally fast.`;
