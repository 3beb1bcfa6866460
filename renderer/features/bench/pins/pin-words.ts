import { listWords } from '#renderer/stores/live-text.ts';
import type { PinReading } from '#shared/contract/pins.ts';
import type { Freshness } from '#renderer/features/bench/freshness.ts';
import { t } from '#shared/language/t.ts';

const words = {
  live: (names: string) => t`${names} live`,
  stale: (names: string) => t`${names} stale`,
  unknown: (names: string) => t`${names} unknown`,
  paused: (names: string) => t`${names} paused`,
} as const;

/** How the readings stand, for screen readers: changes only when one becomes live, old or unknown, or is paused. */
export function sayReadings(
  readings: readonly Pick<PinReading, 'pin' | 'paused'>[],
  fresh: readonly Freshness['kind'][],
): string {
  if (readings.length === 0) return '';
  const parts = (['live', 'stale', 'unknown', 'paused'] as const).flatMap((kind) => {
    const names = readings.flatMap(({ pin, paused }, place) =>
      (paused ? 'paused' : fresh[place]) === kind ? [pin.label] : [],
    );
    return names.length === 0 ? [] : [words[kind](listWords(names))];
  });
  return `${parts.join(', ')}.`;
}
