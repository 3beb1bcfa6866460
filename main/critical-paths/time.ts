import { performance } from 'node:perf_hooks';

/** How long a piece of work took, ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How long one of `times` calls took, ms: the mean, of calls that answer at once. */
export function timedEach(times: number, work: (index: number) => void): number {
  const start = performance.now();
  for (let index = 0; index < times; index++) work(index);
  return (performance.now() - start) / times;
}

/** Says that a path did not do what it is measured for: a figure of it would be of something else. */
export const didNotHappen = (what: string): Error => new Error(`it did not really happen: ${what}`);
