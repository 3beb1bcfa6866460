import { compareSets, type Named, type RowShown } from '#main/statistics/compare.ts';
import type { BenchResult, BenchRow } from '../bench/result.ts';
import type { Machine } from './machine.ts';

/** What `--json` writes, and what `--compare` reads. */
export interface BenchFile {
  readonly at: string;
  readonly machine: Machine;
  readonly scale: string | null;
  readonly results: readonly BenchResult[];
}

export interface ComparedFigure {
  readonly bench: string;
  readonly what: string;
  readonly unit: string;
  readonly old: number;
  readonly now: number;
  /** New to old, as a time: above 1 is slower. Of a figure that is no time and no rate, new to old as it is. */
  readonly ratio: number;
  /** Of the ratio of the medians, where rounds were there to test. */
  readonly interval: readonly [number, number] | null;
  /** `not tested`: one of the two runs has kept too few rounds, or it is neither a time nor a rate. */
  readonly verdict: 'slower' | 'faster' | 'no difference shown' | 'not tested';
}

export interface BenchComparison {
  readonly figures: readonly ComparedFigure[];
  readonly onlyOld: readonly string[];
  readonly onlyNew: readonly string[];
  /** What makes the comparison doubtful. */
  readonly doubts: readonly string[];
  /** The test in words. */
  readonly test: string;
}

const times = new Set(['s', 'ms', 'µs', 'ns']);
/** A time as it is, and a rate as the time of one. Null for what is neither: a ratio of two things, a count. */
const asTime = (unit: string): ((value: number) => number) | null =>
  times.has(unit) ? (value) => value : unit.endsWith('/s') ? (value) => 1 / value : null;

interface Pair {
  readonly bench: string;
  readonly was: BenchRow;
  readonly row: BenchRow;
}

/** What the older figure counts as, ms: only ratios are looked at, and a duration under 0.1 µs would count as that. */
const oldMs = 1000;

/** One start of a program, as a bench is: its rounds are what is drawn from, as parts of what `was` is. */
function measuredOf(key: string, { unit, samples = [] }: BenchRow, was: BenchRow): Named | null {
  const time = asTime(unit);
  if (time === null || samples.length === 0) return null;
  const scale = oldMs / time(was.value);
  return { key, name: key, measured: [samples.map((value) => ({ ms: [time(value) * scale] }))] };
}

function shownOf({ bench, was, row }: Pair, tested: RowShown | undefined): ComparedFigure {
  const { what, unit } = row;
  const base = { bench, what, unit, old: was.value, now: row.value };
  if (tested === undefined || tested.median.verdict === 'none') {
    const time = asTime(unit) ?? ((value: number) => value);
    return { ...base, ratio: time(row.value) / time(was.value), interval: null, verdict: 'not tested' };
  }
  const { ratio, low, high, verdict } = tested.median;
  return {
    ...base,
    ratio,
    interval: [low, high],
    verdict: verdict === 'same' ? 'no difference shown' : verdict,
  };
}

/** Holds a run against an older one, row by row. The confidence holds for all rows together. */
export function compareBenches(old: BenchFile, now: BenchFile): BenchComparison {
  const rowsOf = ({ results }: BenchFile): Map<string, { bench: string; row: BenchRow }> =>
    new Map(
      results.flatMap(({ name, rows }) =>
        rows.map((row) => [`${name}: ${row.what}`, { bench: name, row }] as const),
      ),
    );
  const [before, after] = [rowsOf(old), rowsOf(now)];
  const doubts = (['cpu', 'cores', 'memoryGb', 'platform', 'kernel', 'node', 'sqlite'] as const)
    .filter((part) => old.machine[part] !== now.machine[part])
    .map((part) => `${part}: ${old.machine[part] ?? 'unknown'} then, ${now.machine[part]} now`);
  if (old.scale !== now.scale)
    doubts.push(`LABLINK_BENCH_SCALE: ${old.scale ?? 'not set'} then, ${now.scale ?? 'not set'} now`);
  const pairs = new Map<string, Pair>();
  for (const [key, { bench, row }] of after) {
    const was = before.get(key)?.row;
    if (was !== undefined) pairs.set(key, { bench, was, row });
  }
  const measured = (pick: (pair: Pair) => BenchRow): Named[] =>
    [...pairs].flatMap(([key, pair]) => measuredOf(key, pick(pair), pair.was) ?? []);
  const { rows, test } = compareSets(
    measured(({ was }) => was),
    measured(({ row }) => row),
  );
  const tested = new Map(rows.map((each) => [each.key, each]));
  return {
    figures: [...pairs].map(([key, pair]) => shownOf(pair, tested.get(key))),
    onlyOld: [...before.keys()].filter((name) => !after.has(name)),
    onlyNew: [...after.keys()].filter((name) => !before.has(name)),
    doubts,
    test,
  };
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** A comparison as lines to print. */
export function comparisonLines({ figures, onlyOld, onlyNew, doubts, test }: BenchComparison): string[] {
  return [
    test,
    ...doubts.map((doubt) => `doubtful, ${doubt}`),
    ...figures.map(
      ({ bench, what, unit, old, now, ratio, interval, verdict }) =>
        `${verdict.padEnd(19)} ${bench}: ${what}: ${digits(old)} -> ${digits(now)} ${unit}, x ${digits(ratio)}${interval === null ? '' : ` (${interval.map(digits).join(' to ')})`}`,
    ),
    ...onlyOld.map((name) => `only then           ${name}`),
    ...onlyNew.map((name) => `only now            ${name}`),
  ];
}

/** True when something has become slower: what the exit code says. */
export const becameSlower = ({ figures }: BenchComparison): boolean =>
  figures.some(({ verdict }) => verdict === 'slower');
