import type { StateKind } from '#renderer/ui/StateWord.tsx';
import { listWords } from '#renderer/stores/live-text.ts';
import type { Instrument, LinkState } from '#shared/contract/instruments.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { t } from '#shared/language/t.ts';

export interface RailWord {
  readonly kind: StateKind;
  readonly word: string;
}

const links: Readonly<Record<LinkState, RailWord>> = {
  connecting: { kind: 'connecting', word: t`Connecting` },
  ready: { kind: 'live', word: t`Ready` },
  busy: { kind: 'live', word: t`Ready` },
  dirty: { kind: 'stale', word: t`Resynchronising` },
  recovering: { kind: 'stale', word: t`Resynchronising` },
  unreachable: { kind: 'unknown', word: t`Unreachable` },
  closed: { kind: 'unknown', word: t`Closed` },
};

const ways: Readonly<Partial<Record<string, string>>> = {
  tcp: 'lan',
  vxi11: 'lan',
  hislip: 'lan',
  usb: 'usb',
  serial: t`serial`,
  prologix: 'gpib',
  'prologix+serial': 'gpib',
  gpib: 'gpib',
  replay: t`recording`,
};

/** What an instrument is reached by; first of all, whether there is one. */
export function wayWord({ address, simulated }: Pick<Instrument, 'address' | 'simulated'>): string {
  if (simulated) return t`simulated`;
  return ways[address.slice(0, address.indexOf('://'))] ?? t`link`;
}

/** True where a recording answers in place of an instrument. */
export const isReplayed = ({ address }: Pick<Instrument, 'address'>): boolean =>
  address.startsWith('replay://');

/** A link in the words of a person. Busy for the length of one exchange is not news. */
export const linkWord = (link: LinkState): RailWord => links[link];

/** What the rail says of an instrument: its outputs first, since they can hurt; else its link. */
export function railWord(instrument: Instrument, live: SafetyState['live'] | null): RailWord {
  const switched = instrument.channels.filter(({ switches }) => switches !== null);
  const released = instrument.control === 'local';
  if (instrument.kind === 'generic' || switched.length === 0)
    return released ? { kind: 'off', word: t`Released` } : linkWord(instrument.link);
  if (instrument.link === 'connecting' && instrument.answeredAt === null) return linkWord('connecting');
  if (released) return { kind: 'unknown', word: t`Released` };
  const own = live?.filter((each) => each.instrument === instrument.id) ?? null;
  if (own === null || own.some(({ state }) => state === 'unknown'))
    return { kind: 'unknown', word: t`Unknown` };
  if (instrument.link === 'unreachable' || instrument.link === 'closed') return linkWord(instrument.link);
  const input = switched.length === 1 && switched[0]?.switches === 'input';
  if (own.length === 0) return { kind: 'off', word: input ? t`Input off` : t`Off` };
  if (switched.length === 1) return { kind: 'on', word: input ? t`Input on` : t`On` };
  return { kind: 'on', word: t`${own.length} of ${switched.length} on` };
}

/** `Outputs 1 and 2 unknown.`, `Input unknown.`; nothing where there is nothing to switch. */
export function sayUnknown(channels: Instrument['channels'], unknown: readonly number[]): string {
  const switched = channels.filter(({ switches }) => switches !== null);
  const found = switched.filter(({ channel }) => unknown.includes(channel));
  const [first, ...more] = found;
  if (first === undefined) return '';
  const input = first.switches === 'input';
  if (switched.length === 1) return input ? t`Input unknown.` : t`Output unknown.`;
  if (more.length === 0)
    return input ? t`Input ${first.channel} unknown.` : t`Output ${first.channel} unknown.`;
  const all = listWords(found.map(({ channel }) => channel));
  return input ? t`Inputs ${all} unknown.` : t`Outputs ${all} unknown.`;
}
