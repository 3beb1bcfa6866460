/** One step of a load: how much was wanted, how much was done, and how long the slowest took. */
export interface LoadStep {
  readonly load: number;
  readonly wanted: number;
  readonly done: number;
  readonly p99: number;
}

/** Of what was wanted, so much has to be done; and 99 of 100 have to be done within so long, ms: a frame of the screen and a bit. */
export const kneeShare = 0.95;
export const kneeMs = 20;
export const kneeRule =
  `The knee is the last step up to which every step did at least ${kneeShare * 100} % of what was wanted of it with p99 ` +
  `under ${kneeMs} ms.`;

/** Whether a step is still before the knee. */
export const carries = ({ wanted, done, p99 }: LoadStep): boolean =>
  done >= kneeShare * wanted && p99 < kneeMs;

/** The load at the knee: 0 when the first step is beyond it. `beyond`: false when no step is. */
export function kneeOf(steps: readonly LoadStep[]): { readonly load: number; readonly beyond: boolean } {
  const first = steps.findIndex((step) => !carries(step));
  if (first === -1) return { load: steps.at(-1)?.load ?? 0, beyond: false };
  return { load: steps[first - 1]?.load ?? 0, beyond: true };
}
