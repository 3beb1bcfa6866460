import type { LinkState, Live, SupplyChannel } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';

/** How far what is shown of a channel may be trusted now. */
export interface Freshness {
  readonly kind: 'live' | 'stale' | 'unknown';
  /** Age of the reading, ms; null when there is none. */
  readonly ageMs: number | null;
  /** For the state word: "Stale 12 s". */
  readonly word: string;
}

/** For the way from the instrument to the screen, ms. Without it a reading would count as old while it is being drawn. */
const onTheWay = 250;

const silent: readonly LinkState[] = ['unreachable', 'closed', 'connecting'];

/** A reading is live within two poll periods. Without a link there is none to be trusted, whatever was read before. */
export function freshness(live: Live | null, channel: SupplyChannel | undefined, now: number): Freshness {
  if (live === null || channel === undefined || channel.at === null || silent.includes(live.link))
    return { kind: 'unknown', ageMs: null, word: 'Unknown' };
  const ageMs = Math.max(now - channel.at, 0);
  if (channel.voltage === null || channel.current === null)
    return { kind: 'unknown', ageMs, word: 'Unknown' };
  if (ageMs <= 2 * live.periodMs + onTheWay) return { kind: 'live', ageMs, word: 'Live' };
  return { kind: 'stale', ageMs, word: `Stale ${formatDuration(ageMs)}` };
}
