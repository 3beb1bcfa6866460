/** How long a digit counts as moving after it has changed, ms. */
export const settleMs = 1000;

/** What was drawn, and when each place of it last changed (ms, one clock). */
export interface Settling {
  readonly text: string;
  readonly movedAt: readonly number[];
}

export const unsettled: Settling = { text: '', movedAt: [] };

/**
 * Takes the next text of a reading. A place has moved when it, or any place of higher value, has another digit than
 * before. A text of another length is another number altogether: it starts settled, since nothing is known of its digits.
 */
export function settle(before: Settling, text: string, now: number): Settling {
  if (text === before.text) return before;
  if (text.length !== before.text.length)
    return { text, movedAt: [...text].map(() => Number.NEGATIVE_INFINITY) };
  let moved = false;
  const movedAt = [...text].map((character, place) => {
    moved ||= character !== before.text[place];
    return moved ? now : (before.movedAt[place] ?? Number.NEGATIVE_INFINITY);
  });
  return { text, movedAt };
}

/** The first place that is drawn dim, or the length when all have settled. From there on everything is dim. */
export function firstMoving(settling: Settling, now: number): number {
  const place = settling.movedAt.findIndex((at) => now - at < settleMs);
  return place === -1 ? settling.text.length : place;
}

/** Milliseconds until the next place settles; null when all have. */
export function settlesIn(settling: Settling, now: number): number | null {
  let soonest: number | null = null;
  for (const at of settling.movedAt) {
    const left = at + settleMs - now;
    if (left > 0 && (soonest === null || left < soonest)) soonest = left;
  }
  return soonest;
}
