import type { IconName } from '#renderer/ui/icons.tsx';
import type { Quantity } from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { t } from '#shared/language/t.ts';

/** In what kinds of instruments differ on screen. What a channel has, its own table says (`ChannelInfo`). */
export interface KindLook {
  readonly icon: IconName;
  /** Said after "No limit:" where it has no envelope. */
  readonly alone: string;
  /** Readings in big digits, the first one largest. What a channel does not measure is left out; the rest is small. */
  readonly big: readonly Quantity[];
  /** True where one reading is measured at a time, and which one the function selector says. */
  readonly oneReading: boolean;
  /** Readings with a prefix that suits them (mV, kΩ), as far as their range is not fixed by the channel. */
  readonly prefixed: boolean;
  /**
   * Rulers end a little beyond what is read and set. Else at the end of the range: a load of 30 A that takes 0.5 A would be
   * a stub on it.
   */
  readonly closeRulers: boolean;
  /** Readings that have a trend, at most two. Empty: those that are measured. */
  readonly trend: readonly Quantity[];
  /** What tells most of a channel from across the room. */
  readonly glance: readonly Quantity[];
}

const supply: KindLook = {
  icon: 'supply',
  alone: t`the supply alone limits it`,
  big: ['voltage', 'current'],
  oneReading: false,
  prefixed: false,
  closeRulers: false,
  trend: ['voltage', 'current'],
  glance: ['voltage', 'current'],
};

/** One entry a kind. */
export const kindLooks: Readonly<Record<InstrumentKind, KindLook>> = {
  'dc-supply': supply,
  'dc-load': {
    ...supply,
    icon: 'load',
    alone: t`the load alone limits it`,
    big: ['current', 'voltage'],
    glance: ['current'],
    closeRulers: true,
  },
  multimeter: {
    ...supply,
    icon: 'meter',
    alone: t`the multimeter alone limits it`,
    big: [],
    oneReading: true,
    prefixed: true,
    trend: [],
    glance: [],
  },
  'function-generator': {
    ...supply,
    icon: 'generator',
    alone: t`the generator alone limits it`,
    big: [],
    prefixed: true,
    trend: [],
    glance: ['frequency'],
  },
  oscilloscope: {
    ...supply,
    icon: 'scope',
    alone: t`the oscilloscope alone limits it`,
    big: ['peakToPeak', 'voltage'],
    prefixed: true,
    trend: ['peakToPeak'],
    glance: ['peakToPeak'],
  },
  generic: {
    ...supply,
    icon: 'generic',
    alone: t`the instrument alone limits it`,
    big: [],
    trend: [],
    glance: [],
  },
};
