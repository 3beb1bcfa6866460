import { formatBytes } from '#renderer/ui/work-words.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { Frame, ProfileSummary } from '#shared/contract/profiles.ts';
import { type Difference, changeText } from './difference.ts';
import { shareText } from './layout.ts';
import { roomLooks } from './rooms.ts';
import { t } from '#shared/language/t.ts';

/** A weight with its unit: `33 ms`, `1.2 MB`. */
export function weightText(weight: number, kind: ProfileSummary['kind']): string {
  if (kind === 'heap') return formatBytes(weight);
  if (weight >= 9995) return `${formatFixed(weight / 1000, 1)} s`;
  if (weight >= 999.5) return `${formatFixed(weight / 1000, 2)} s`;
  return `${formatFixed(weight, weight >= 99.95 ? 0 : weight >= 9.995 ? 1 : 2)} ms`;
}

/** `CPU, main`; of an imported one, its file. */
export const profileTitle = ({ kind, thread }: ProfileSummary): string =>
  `${kind === 'cpu' ? 'CPU' : t`Heap`}, ${thread}`;

/** `10.0 s, 9 874 samples`, `34 MB sampled`: as much as is known. */
export function profileWords({ kind, seconds, samples }: ProfileSummary): string {
  const long =
    seconds === null ? null : seconds < 60 ? `${formatFixed(seconds, 1)} s` : formatDuration(seconds * 1000);
  const much =
    kind === 'cpu'
      ? samples === 1
        ? t`1 sample`
        : t`${formatFixed(samples, 0)} samples`
      : t`${formatBytes(samples)} sampled`;
  return [long, much].filter((part) => part !== null).join(', ');
}

/** One frame in words, as a screen reader is told of it and as stands below the graph. */
export function frameWords(
  frame: Frame,
  kind: ProfileSummary['kind'],
  share: number,
  difference: Difference | null,
): string {
  const parts = [
    frame.name,
    roomLooks[frame.room].word,
    t`total ${weightText(frame.total, kind)}, ${shareText(share)}`,
    t`self ${weightText(frame.self, kind)}`,
  ];
  if (difference !== null) parts.push(changeText(difference));
  if (frame.where !== '') parts.push(frame.where);
  return parts.join(' · ');
}
