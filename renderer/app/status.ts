import type { Instrument } from '#shared/contract/instruments.ts';

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
