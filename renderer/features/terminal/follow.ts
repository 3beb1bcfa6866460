/** Nearer to the end than this, the newest entry is followed. px. */
const nearPx = 32;

/** A box that scrolls: where it stands, how high what is in it is, and how much of it is seen. px. */
export interface Scrolled {
  readonly top: number;
  readonly height: number;
  readonly seen: number;
}

/**
 * Whether the newest entry is followed after the box was scrolled. `put`: where it was put by itself. A box is told late of that:
 * what is in it may have grown meanwhile (a picture was drawn), and nobody has scrolled.
 */
export const followsNewest = (following: boolean, put: number, box: Scrolled): boolean =>
  (following && box.top === put) || box.height - box.top - box.seen <= nearPx;
