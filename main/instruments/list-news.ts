import { isDeepStrictEqual } from 'node:util';
import type { Instrument } from '#shared/contract/instruments.ts';

/** How often the list is told again when nothing but the last answer and its time have changed, ms. */
const refreshMs = 1000;

/** What of an instrument does not change with each poll. */
const steady = ({
  answeredAt: _,
  latencyMs: __,
  ...rest
}: Instrument): Omit<Instrument, 'answeredAt' | 'latencyMs'> => rest;

/**
 * Decides whether a list is worth telling: at once when something changed, once a second when only the times of the last
 * answers did. Otherwise ten polled instruments would send the whole list to every window at every frame.
 */
export function listNews(
  now: () => number,
): (told: readonly Instrument[], list: readonly Instrument[]) => boolean {
  let at = 0;
  return (told, list) => {
    if (now() - at < refreshMs && isDeepStrictEqual(told.map(steady), list.map(steady))) return false;
    at = now();
    return true;
  };
}
