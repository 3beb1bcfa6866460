import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { criticalPaths } from '#main/critical-paths/all.ts';
import type { CriticalPath, OpenPath, PathSizes } from '#main/critical-paths/path.ts';
import type { Contender } from '../in-turns.ts';
import { type BenchRow, figure, median } from '../result.ts';
import { roundMs } from './setting.ts';

/** One of the critical paths of the console, open over data of its own. */
export interface MeasuredPath extends Contender {
  readonly path: CriticalPath;
  readonly open: OpenPath;
  /** What it does, how durable it is, over how much data. */
  readonly what: string;
}

/** Opens a path. `data`: what `prepareData` made, or as much of it as this path reads. */
export async function openPath(
  id: string,
  place: { readonly data: string; readonly folder: string; readonly sizes: PathSizes },
): Promise<MeasuredPath> {
  const path = criticalPaths.find((each) => each.id === id);
  if (path === undefined) throw new Error(`no critical path ${id}`);
  const folder = join(place.folder, id);
  mkdirSync(folder, { recursive: true });
  const open = await path.open({ ...place, folder });
  return {
    path,
    open,
    name: path.name,
    what: path.what(place.sizes),
    async round() {
      const start = performance.now();
      const samples: number[] = [];
      do samples.push(await open.sample());
      while (performance.now() - start < roundMs);
      return samples.reduce((sum, ms) => sum + ms, 0) / samples.length;
    },
  };
}

/** Rounds (ms of one) as rates: for what happens thousands of times a second. */
export const rateRow = (what: string, unit: string, ms: readonly number[], proof?: string): BenchRow => {
  const samples = ms.map((each) => 1000 / each);
  return figure(what, median(samples), unit, { samples, ...(proof !== undefined && { proof }) });
};
/** Rounds as times. */
export const timeRow = (what: string, ms: readonly number[], proof?: string): BenchRow =>
  figure(what, median(ms), 'ms', { samples: ms, ...(proof !== undefined && { proof }) });

/** How often one goes into the other, round by round: the median. */
export const timesAsMuch = (of: readonly number[], one: readonly number[]): number =>
  median(of.map((ms, index) => ms / one[index]!));
