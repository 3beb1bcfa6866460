/** What a recovery begins with, as typed. In the window's memory alone. */
export interface Proof {
  readonly challenge: string;
  readonly secret: string;
  /** Where the file with the code is; null before it is written. */
  readonly file: string | null;
}
export const noProof: Proof = { challenge: '', secret: '', file: null };
