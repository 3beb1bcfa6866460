import type { Stretch } from './rows.ts';

/** The least that is looked at, ms: what is shorter the clock does not tell apart. */
const leastMs = 0.005;

/** Moved into the whole, as far as it fits. */
function within(view: Stretch, whole: Stretch): Stretch {
  const span = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.min(Math.max(view.from, whole.from), whole.to - span);
  return { from, to: from + span };
}

/** Looks at `factor` of what was looked at (0.5: twice as near), with the moment `at` where it was. */
export function zoomAt(view: Stretch, whole: Stretch, at: number, factor: number): Stretch {
  const span = view.to - view.from;
  const next = Math.min(Math.max(span * factor, leastMs), Math.max(whole.to - whole.from, leastMs));
  const part = span > 0 ? (at - view.from) / span : 0.5;
  const from = at - part * next;
  return within({ from, to: from + next }, whole);
}

/** Goes on by a part of what is looked at: 0.1 is a tenth later. */
export function panBy(view: Stretch, whole: Stretch, part: number): Stretch {
  const step = (view.to - view.from) * part;
  return within({ from: view.from + step, to: view.to + step }, whole);
}

/** Looks at one bar, with a little before and after it. */
export function zoomTo(bar: Stretch, whole: Stretch): Stretch {
  const margin = Math.max((bar.to - bar.from) * 0.05, leastMs / 2);
  return within({ from: bar.from - margin, to: bar.to + margin }, whole);
}

/** Moments of an axis, at 1, 2 or 5 times a power of ten ms, so that two are at least `gapPx` apart. */
export function ticksOf(view: Stretch, widthPx: number, gapPx: number): number[] {
  const span = view.to - view.from;
  if (!(span > 0) || !(widthPx > 0)) return [];
  const least = (span * gapPx) / widthPx;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= least) ?? 10 * power;
  const first = Math.ceil(view.from / step - 1e-9);
  const count = Math.floor((view.to - first * step) / step + 1e-9) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
