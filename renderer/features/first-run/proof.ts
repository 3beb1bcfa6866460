/** What a recovery begins with, as typed. In the window's memory alone. */
export interface Proof {
  readonly challenge: string;
  readonly secret: string;
}
export const noProof: Proof = { challenge: '', secret: '' };
