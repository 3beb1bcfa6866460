import { whenText } from '#renderer/stores/time-text.ts';
import type { ChannelInfo } from '#shared/contract/channels.ts';
import type { Counter, Counters } from '#shared/contract/tally.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatSi, type SiText } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** A shorter one is not worth a word. ms */
const worthAWordMs = 1000;

/** The counters that a channel has, each with what it is called and its number; null where it is not known. */
export function countersShown(
  { readings }: ChannelInfo,
  counters: Counters | null,
): readonly { readonly name: string; readonly text: SiText; readonly known: boolean }[] {
  const measures = (quantity: string): boolean => readings.some((each) => each.quantity === quantity);
  const shown = (name: string, unit: string, counter: Counter | null | undefined) => ({
    name,
    text: formatSi(counter?.total ?? null, unit),
    known: counter !== null && counter !== undefined,
  });
  return [
    ...(measures('power') || measures('voltage') ? [shown(t`Energy`, 'Wh', counters?.wattHours)] : []),
    ...(measures('current') ? [shown(t`Charge`, 'Ah', counters?.ampereHours)] : []),
  ];
}

/** Over what time they were counted, and what is missing in it; null: nothing is. `now`: epoch ms. */
export function sayCounted(
  counters: Counters | null,
  now: number,
): { readonly over: string; readonly gaps: string | null } {
  if (counters === null) return { over: t`What is counted is not known.`, gaps: null };
  const { since, wattHours, ampereHours } = counters;
  const both = [wattHours, ampereHours].filter((each) => each !== null);
  const coveredMs = Math.max(0, ...both.map((each) => each.coveredMs));
  const gapMs = Math.max(0, ...both.map((each) => each.gapMs));
  const gaps = gapMs < worthAWordMs ? null : t`gaps of ${formatDuration(gapMs)}`;
  const when = whenText(since, now);
  if (coveredMs > 0) return { over: t`On for ${formatDuration(coveredMs)} since ${when}`, gaps };
  return { over: gaps === null ? t`Not on since ${when}` : t`Not seen on since ${when}`, gaps };
}
