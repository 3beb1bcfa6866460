import type { ChannelInfo, ChannelState, Quantity } from '#shared/contract/channels.ts';
import type { KindLook } from './kinds.ts';

/** The readings that a channel measures and that are drawn large, in their order; the others after them. */
export function readingOrder(look: KindLook, info: ChannelInfo): { big: Quantity[]; small: Quantity[] } {
  const all = info.readings.map(({ quantity }) => quantity);
  const big = look.big.filter((quantity) => all.includes(quantity));
  if (big.length === 0 && all[0] !== undefined && !look.oneReading) big.push(all[0]);
  return { big, small: look.oneReading ? [] : all.filter((quantity) => !big.includes(quantity)) };
}

/** The one quantity that is measured now, by an instrument that measures one at a time; null when none is. */
export function measuredNow(info: ChannelInfo, state: ChannelState | undefined): Quantity | null {
  const found = info.readings.find(
    ({ quantity }) => state?.readings[quantity] !== undefined || state?.overload.includes(quantity),
  );
  return found?.quantity ?? null;
}

/** The same, or what would be measured first; a channel that measures nothing has none. */
export const measuredFirst = (info: ChannelInfo, state: ChannelState | undefined): Quantity | undefined =>
  measuredNow(info, state) ?? info.readings[0]?.quantity;

/** What tells most of a channel from across the room: readings, or else setpoints. */
export function glanceOf(
  look: KindLook,
  info: ChannelInfo,
  state: ChannelState | undefined,
): { readonly readings: readonly Quantity[]; readonly settings: ChannelInfo['settings'] } {
  const measured = look.oneReading ? measuredNow(info, state) : null;
  const readings = look.oneReading
    ? [measured ?? info.readings[0]?.quantity].filter((each) => each !== undefined)
    : look.glance.filter((quantity) => info.readings.some((each) => each.quantity === quantity));
  const settings = info.settings.filter(({ point }) => look.glance.includes(point));
  return { readings, settings: readings.length > 0 ? [] : settings };
}
