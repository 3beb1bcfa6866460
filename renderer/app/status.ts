import type { Instrument, Live } from '#shared/contract/instruments.ts';

/** How the links of the bench stand, in the words of the status bar. */
export interface LinkCounts {
  readonly ready: number;
  /** On their way: connecting, resynchronising. */
  readonly waiting: number;
  readonly unreachable: number;
}

const places = {
  ready: 'ready',
  busy: 'ready',
  connecting: 'waiting',
  dirty: 'waiting',
  recovering: 'waiting',
  unreachable: 'unreachable',
  closed: 'unreachable',
} as const satisfies Record<Instrument['link'], keyof LinkCounts>;

export function countLinks(instruments: readonly Pick<Instrument, 'link'>[]): LinkCounts {
  const counts = { ready: 0, waiting: 0, unreachable: 0 };
  for (const { link } of instruments) counts[places[link]]++;
  return counts;
}

/** How many poll periods a reading may be old and still count as live (ux.md, state vocabulary). */
const livePeriods = 2;
/** Nobody reads faster than this; a shorter age is no news. ms */
const leastMs = 1000;

/**
 * Instruments that answer, but whose readings are older than they should be; of those that are looked at. What was released to
 * its front panel is not read, and so cannot be late.
 */
export function countStale(
  live: readonly Live[],
  now: number,
  instruments: readonly Pick<Instrument, 'id' | 'control'>[] = [],
): number {
  const released = new Set(instruments.filter(({ control }) => control === 'local').map(({ id }) => id));
  return live.filter(({ id, link, periodMs, channels }) => {
    if ((link !== 'ready' && link !== 'busy') || released.has(id)) return false;
    const oldest = Math.min(...channels.map(({ at }) => at ?? now));
    return now - oldest > Math.max(livePeriods * periodMs, leastMs);
  }).length;
}

/** Names of the envelopes that hold, each once. Null while nothing is looked at: not known is not none. */
export function envelopeNames(live: readonly Live[]): string[] | null {
  const channels = live.flatMap((each) => each.channels);
  if (channels.length === 0) return null;
  return [...new Set(channels.flatMap(({ envelope }) => (envelope === null ? [] : [envelope.name])))];
}
