import type { ChannelInfo, ChannelState } from '#shared/contract/channels.ts';
import type { LinkState, Live } from '#shared/contract/instruments.ts';
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

/**
 * A reading is live within two poll periods. Without a link there is none to be trusted, whatever was read before. `released`: the
 * instrument is at its front panel, and is not read.
 */
export function freshness(
  live: Live | null,
  info: Pick<ChannelInfo, 'readings'>,
  state: ChannelState | undefined,
  now: number,
  released = false,
): Freshness {
  const unknown = { kind: 'unknown', ageMs: null, word: released ? 'Released' : 'Unknown' } as const;
  if (released || live === null || state === undefined || silent.includes(live.link)) return unknown;
  const measures = info.readings.length > 0;
  // Nothing is measured, so nothing can be old: what is held is known, or says itself that it is not.
  if (!measures && state.at === null) return { kind: 'live', ageMs: null, word: 'Live' };
  if (state.at === null) return unknown;
  const ageMs = Math.max(now - state.at, 0);
  if (measures && Object.keys(state.readings).length + state.overload.length === 0)
    return { ...unknown, ageMs };
  if (ageMs <= 2 * live.periodMs + onTheWay) return { kind: 'live', ageMs, word: 'Live' };
  return { kind: 'stale', ageMs, word: `Stale ${formatDuration(ageMs)}` };
}
