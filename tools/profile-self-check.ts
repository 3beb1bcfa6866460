import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { twinOf } from '#main/critical-paths/all.ts';
import type { MeasuredPath } from '#main/critical-paths/run.ts';
import { type Compared, compareSets, type Named } from '#main/statistics/compare.ts';

/** Measurements of a run, by path. */
export const namedPaths = (measured: readonly MeasuredPath[]): Named[] =>
  measured.map(({ id, name, starts }) => ({
    key: id,
    name,
    measured: starts.map((rounds) => rounds.map((ms) => ({ ms }))),
  }));

/** Rows of a comparison that say slower or faster. */
const verdictsIn = ({ rows }: Compared): string[] =>
  rows
    .filter(({ verdict }) => verdict === 'slower' || verdict === 'faster')
    .map(({ key, verdict, median, p95 }) => {
      const [m, p] = [median, p95].map(
        ({ ratio, low, high }) => `${ratio.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`,
      );
      return `${key} ${verdict}: median ${m}, p95 ${p}`;
    });

export interface SelfChecked {
  readonly runs: number;
  /** Runs of the same build that were said to differ in anything, and in what. */
  readonly falsely: readonly { readonly run: number; readonly said: readonly string[] }[];
  /** Planted slowdowns that were not found. */
  readonly missed: readonly { readonly run: number; readonly path: string; readonly ratio: string }[];
}

/** What is kept of a check. */
interface Kept {
  readonly falsely: { run: number; said: string[] }[];
  readonly missed: { run: number; path: string; ratio: string }[];
  readonly plain: MeasuredPath[][];
  readonly planted: MeasuredPath[];
}
const keptIn = (file: string): Kept | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null;

/**
 * Compares the same build with itself, run after run, and with itself where one path (another each time) does everything twice, measured
 * beside itself. Keeps everything that was measured in `folder`, so that another band can be tried on the same figures, and so that a
 * check of an hour that was broken off goes on where it was.
 */
export async function selfCheck(
  runs: number,
  paths: readonly string[],
  folder: string,
  /** A run of all paths, and of one that does everything twice. */
  measure: (twice: string | null) => Promise<MeasuredPath[]>,
  /** Goes on with what `folder` holds of the same build: only who asks for it, or old figures would pass for new ones. */
  goOn: boolean,
): Promise<SelfChecked> {
  const file = join(folder, 'self-check.json');
  const {
    falsely,
    missed,
    plain,
    planted: slowedDown,
  } = (goOn ? keptIn(file) : null) ?? {
    falsely: [],
    missed: [],
    plain: [await measure(null)],
    planted: [],
  };
  for (let run = plain.length; run <= runs; run++) {
    const before = plain.at(-1)!;
    const path = paths[run % paths.length]!;
    const measured = await measure(path);
    const planted = measured.find(({ id }) => id === twinOf(path))!;
    const now = measured.filter((each) => each !== planted);
    const said = verdictsIn(compareSets(namedPaths(before), namedPaths(now)));
    if (said.length > 0) falsely.push({ run, said });
    const slowed = now.map((each) => (each.id === path ? { ...planted, id: path } : each));
    const row = compareSets(namedPaths(before), namedPaths(slowed)).rows.find(({ key }) => key === path)!;
    const { ratio, low, high } = row.median;
    const ratioText = `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
    if (row.verdict !== 'slower') missed.push({ run, path, ratio: ratioText });
    console.log(
      `run ${run} of ${runs}: against itself ${said.length === 0 ? 'no difference shown' : said.join('; ')}; ${path} planted at half its speed: ${row.verdict}, ${ratioText} times`,
    );
    plain.push(now);
    slowedDown.push(planted);
    writeFileSync(file, JSON.stringify({ runs: run, falsely, missed, plain, planted: slowedDown }));
  }
  return { runs, falsely, missed };
}
