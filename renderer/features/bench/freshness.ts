import type { ChannelInfo, ChannelState } from '#shared/contract/channels.ts';
import type { LinkState, Live } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { t } from '#shared/language/t.ts';

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

/** True while the instrument has a link that works, or is said to. */
export const isReachable = ({ link }: { readonly link: LinkState }): boolean => !silent.includes(link);

/** True while the instrument can be asked, and what it says is followed. */
export const answers = (live: Live | null): live is Live => live !== null && isReachable(live);

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
  const fresh = freshnessAt(live, state?.at ?? null, now, released);
  if (released || !answers(live) || state === undefined) return fresh;
  const measures = info.readings.length > 0;
  // Nothing is measured, so nothing can be old: what is held is known, or says itself that it is not.
  if (!measures && state.at === null) return { kind: 'live', ageMs: null, word: t`Live` };
  if (measures && Object.keys(state.readings).length + state.overload.length === 0)
    return { ...fresh, kind: 'unknown', word: t`Unknown` };
  return fresh;
}

/** The same of whatever was read at `at`, epoch ms; null: nothing of it is known. */
export function freshnessAt(live: Live | null, at: number | null, now: number, released = false): Freshness {
  if (released || !answers(live) || at === null)
    return { kind: 'unknown', ageMs: null, word: released ? t`Released` : t`Unknown` };
  const ageMs = Math.max(now - at, 0);
  if (ageMs <= 2 * live.periodMs + onTheWay) return { kind: 'live', ageMs, word: t`Live` };
  return { kind: 'stale', ageMs, word: t`Stale ${formatDuration(ageMs)}` };
}
