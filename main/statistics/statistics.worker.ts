import { serveThread } from '#main/threads/serve.ts';
import { Fault } from '#shared/faults.ts';
import { type Compared, type CompareOptions, compareSets, type Named } from './compare.ts';
import { readKept } from './kept.ts';

/** Measurements: those of a file, or these. */
export type Source = { readonly file: string } | { readonly measured: readonly Named[] };

async function measuredOf(source: Source): Promise<readonly Named[]> {
  if ('measured' in source) return source.measured;
  const kept = await readKept(source.file).catch((cause: unknown) => {
    throw new Fault('BASELINE_UNKNOWN', 'The file of this baseline cannot be read.', { cause });
  });
  return kept.measured;
}

/** Thousands of draws of thousands of durations, and files of some megabytes: not on the thread that talks to instruments. */
const work = {
  async compare({
    old,
    now,
    options,
  }: {
    old: Source;
    now: Source;
    options: CompareOptions;
  }): Promise<Compared> {
    return compareSets(await measuredOf(old), await measuredOf(now), options);
  },
};
/** The methods of this thread, for the side that calls. */
export type StatisticsWork = typeof work;

serveThread(work);
