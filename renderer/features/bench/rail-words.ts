import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { Instrument, LinkState } from '#shared/contract/instruments.ts';
import type { SafetyState } from '#shared/contract/safety.ts';

export interface RailWord {
  readonly kind: StateKind;
  readonly word: string;
}

const links: Readonly<Record<LinkState, RailWord>> = {
  connecting: { kind: 'connecting', word: 'Connecting' },
  ready: { kind: 'live', word: 'Ready' },
  busy: { kind: 'live', word: 'Ready' },
  dirty: { kind: 'stale', word: 'Resynchronising' },
  recovering: { kind: 'stale', word: 'Resynchronising' },
  unreachable: { kind: 'unknown', word: 'Unreachable' },
  closed: { kind: 'unknown', word: 'Closed' },
};

/** A link in the words of a person. Busy for the length of one exchange is not news. */
export const linkWord = (link: LinkState): RailWord => links[link];

/** What the rail says of an instrument: its outputs first, since they can hurt; else its link. */
export function railWord(instrument: Instrument, live: SafetyState['live'] | null): RailWord {
  if (instrument.kind !== 'dc-supply') return linkWord(instrument.link);
  if (instrument.link === 'connecting' && instrument.answeredAt === null) return linkWord('connecting');
  const own = live?.filter((each) => each.instrument === instrument.id) ?? null;
  if (own === null || own.some(({ state }) => state === 'unknown'))
    return { kind: 'unknown', word: 'Unknown' };
  if (instrument.link === 'unreachable' || instrument.link === 'closed') return linkWord(instrument.link);
  const count = instrument.channels.length;
  if (own.length === 0) return { kind: 'off', word: 'Off' };
  return { kind: 'on', word: count === 1 ? 'On' : `${own.length} of ${count} on` };
}
