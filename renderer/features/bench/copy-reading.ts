import { type ChannelInfo, type ChannelState, quantityUnits } from '#shared/contract/channels.ts';
import { measuredNow, readingOrder } from './glance.ts';
import type { KindLook } from './kinds.ts';

/**
 * The readings of a channel as another program takes them: plain numbers with a point, in SI units, `3.2998 V` and a tab before the
 * next. Null when nothing is known that could be copied.
 */
export function copyReadings(
  look: KindLook,
  info: ChannelInfo,
  state: ChannelState | undefined,
): string | null {
  const one = measuredNow(info, state);
  const quantities = look.oneReading ? (one === null ? [] : [one]) : readingOrder(look, info).big;
  const parts = quantities.flatMap((quantity) => {
    const value = state?.readings[quantity];
    if (value === undefined || !Number.isFinite(value)) return [];
    // Without the noise of binary fractions.
    return [`${Number(value.toPrecision(12))} ${quantityUnits[quantity]}`];
  });
  return parts.length === 0 ? null : parts.join('\t');
}
