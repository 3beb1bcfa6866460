import type { Freshness } from '#renderer/features/bench/freshness.ts';
import { measuredNow } from '#renderer/features/bench/glance.ts';
import { type ReadingView, readingView } from '#renderer/features/bench/reading-view.ts';
import type { ChannelInfo, ChannelState, Quantity } from '#shared/contract/channels.ts';
import { atPower } from '#shared/quantity/engineering.ts';
import { formatFixed } from '#shared/quantity/format.ts';

/** A reading as the difference from a reference. */
export interface RelativeView {
  /** In the unit, and with the digits, of the larger of the two: a difference has no others. */
  readonly view: ReadingView;
  /** Both numbers with their unit; the reading is null when there is none. */
  readonly reference: string;
  readonly reads: string | null;
}

/** What a reading of this quantity is shown relative to; null: to nothing. */
export const referenceOf = (state: ChannelState | undefined, quantity: Quantity): number | null =>
  state?.reference?.quantity === quantity ? state.reference.value : null;

/** What the key of a relative reading asks for: no reference, or what is read now as one; null when nothing is read. */
export function nextReference(
  info: ChannelInfo,
  fresh: Freshness['kind'],
  state: ChannelState | undefined,
): { readonly quantity: Quantity; readonly value: number | null } | null {
  const quantity = measuredNow(info, state);
  if (fresh === 'unknown' || quantity === null) return null;
  if (referenceOf(state, quantity) !== null) return { quantity, value: null };
  const value = state?.readings[quantity];
  return value === undefined ? null : { quantity, value };
}

/** Draws a reading relative to a reference. `look` as for the reading itself. */
export function relativeView(
  quantity: Quantity,
  value: number | undefined,
  reference: number,
  resolution: number,
  look: Parameters<typeof readingView>[3],
): RelativeView {
  const larger = value !== undefined && Math.abs(value) > Math.abs(reference) ? value : reference;
  const { unit, decimals, power } = readingView(quantity, larger, resolution, look);
  const { word } = readingView(quantity, value, resolution, look);
  const say = (number: number): string => `${formatFixed(atPower(number, power), decimals)} ${unit}`;
  const known = value !== undefined && Number.isFinite(value);
  return {
    view: { value: known ? atPower(value - reference, power) : null, unit, decimals, word, power },
    reference: say(reference),
    reads: known ? say(value) : null,
  };
}
