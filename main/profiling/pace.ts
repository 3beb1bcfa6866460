import type { Progress } from '#shared/contract/work.ts';

/** Time over which the rate is taken, ms. */
const windowMs = 5000;
/** Before so much time nobody can say how fast it goes, ms. */
const leastMs = 500;

/** Turns how far a piece of work is into progress with a rate and the time that is left. `now`: ms, never going back. */
export function paceOf(
  stage: string,
  unit: Progress['unit'],
  now: () => number = () => performance.now(),
): (done: number, of: number | null) => Progress {
  const marks: { at: number; done: number }[] = [{ at: now(), done: 0 }];
  return (done, of) => {
    const at = now();
    marks.push({ at, done });
    // One mark from before the window stays: the rate is over the whole of it.
    while (marks.length > 2 && marks[1]!.at <= at - windowMs) marks.shift();
    const oldest = marks[0]!;
    const rate = at - oldest.at < leastMs ? null : ((done - oldest.done) * 1000) / (at - oldest.at);
    const leftS = rate === null || rate <= 0 || of === null ? null : Math.max(0, of - done) / rate;
    return { stage, done, of, unit, rate, leftS };
  };
}
