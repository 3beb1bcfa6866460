/** A moment on both clocks, ms: since 1970, and one that never goes back. */
export interface Moment {
  readonly epoch: number;
  readonly steady: number;
}

/** Now. */
export const moment = ({ now }: { readonly now: () => number }): Moment => ({
  epoch: now(),
  steady: performance.now(),
});
