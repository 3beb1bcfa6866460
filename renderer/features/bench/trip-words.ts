import type { ChannelInfo, HeldTrips, TripName } from '#shared/contract/channels.ts';
import { t } from '#shared/language/t.ts';
import { listWords } from '#renderer/stores/live-text.ts';

const names: Readonly<Record<TripName, { readonly first: string; readonly within: string }>> = {
  overVoltage: { first: t`Over-voltage`, within: t`over-voltage` },
  overCurrent: { first: t`Over-current`, within: t`over-current` },
};

interface TripWords {
  readonly title: string;
  readonly remedy: string;
  /** What the button does, for a screen reader. */
  readonly clear: string;
}

/** What a protection has done, in words; null when nothing has tripped, or when that is not known. */
export function sayTrips(info: ChannelInfo, tripped: HeldTrips | null): TripWords | null {
  if (tripped === null || tripped.state === 'unknown') return null;
  const which = tripped.value ?? [];
  const trips = info.trips.filter(({ trip }) => which.includes(trip)).map(({ trip }) => names[trip]);
  // While it is being cleared the answer says what is left, and the note stays until that has been read back.
  const before = info.trips.filter(({ trip }) => tripped.was?.includes(trip)).map(({ trip }) => names[trip]);
  const said = trips.length > 0 ? trips : tripped.state === 'pending' ? before : [];
  if (said.length === 0) return null;
  const what = listWords(said.map(({ first }) => first));
  const input = info.switches === 'input';
  return {
    title: input
      ? t`${what} protection has switched the input off.`
      : t`${what} protection has switched the output off.`,
    remedy: input
      ? t`Find out why, then clear it. The input stays off.`
      : t`Find out why, then clear it. The output stays off.`,
    clear: t`Clear the ${listWords(said.map(({ within }) => within))} trip of ${info.label}`,
  };
}
