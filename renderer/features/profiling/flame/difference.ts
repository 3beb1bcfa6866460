import type { Frame, ProfileSummary } from '#shared/contract/profiles.ts';
import type { FlameLayout } from './layout.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** Whether a function takes more of the whole than it did then. `same`: no difference beyond what sampling alone makes. */
export type Change = 'more' | 'less' | 'same';

export interface Difference {
  readonly change: Change;
  /** Parts of the whole, 0 to 1. */
  readonly share: number;
  readonly shareThen: number;
}

/** Standard errors that a difference of two shares must be beyond: many functions are looked at at once. */
const errors = 3;
/** Of heap profiles it is not known how many samples there were: smaller differences than this part are not shown. */
const leastOfHeap = 0.01;

const error = (share: number, samples: number): number =>
  Math.sqrt((Math.max(share, 1 / samples) * (1 - share)) / samples);

/** How many of the samples were of what is drawn: those of idle time say nothing of the rest. */
const busy = ({ samples }: ProfileSummary, drawn: number, whole: number): number =>
  whole > 0 ? (samples * drawn) / whole : 0;

/** How far two shares have to be apart to be called different. */
function band(layout: FlameLayout, then: ProfileSummary, share: number, shareThen: number): number {
  const { flame, base, baseThen } = layout;
  if (flame.profile.kind === 'heap') return leastOfHeap;
  const now = busy(flame.profile, base, flame.total);
  const before = busy(then, baseThen ?? 0, flame.totalThen ?? 0);
  if (now < 1 || before < 1) return Infinity;
  return errors * Math.hypot(error(share, now), error(shareThen, before));
}

/** A weight against the same of the other profile, as shares of what each recorded; null when nothing is compared. */
export function differenceOf(
  layout: FlameLayout,
  weight: Pick<Frame, 'total' | 'totalThen'>,
): Difference | null {
  const { flame, base, baseThen } = layout;
  if (flame.against === null || baseThen === null) return null;
  const share = base > 0 ? Math.min(weight.total / base, 1) : 0;
  const shareThen = baseThen > 0 ? Math.min((weight.totalThen ?? 0) / baseThen, 1) : 0;
  const apart = share - shareThen;
  const change =
    Math.abs(apart) <= band(layout, flame.against, share, shareThen) ? 'same' : apart > 0 ? 'more' : 'less';
  return { change, share, shareThen };
}

/** The mark of a change: never colour alone. */
export const changeMarks = { more: '▲', less: '▼', same: '═' } as const satisfies Record<Change, string>;

/** `▲ 12.0 % was 8.1 %`. */
export const changeText = ({ change, share, shareThen }: Difference): string =>
  t`${changeMarks[change]} ${formatFixed(share * 100, 1)} % was ${formatFixed(shareThen * 100, 1)} %`;
