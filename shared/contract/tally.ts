import { z } from '#shared/schema.ts';
import { ChannelNumber, QuantityName } from './channels.ts';
import { command, stream } from './declare.ts';
import { Nothing } from './nothing.ts';

/** What flowed through an output or an input since it was reset. */
export const Counter = z.object({
  /** Below 0 where more flowed back. */
  total: z.number(),
  /** Milliseconds that it was on and measured. */
  coveredMs: z.number(),
  /** Milliseconds of which nothing is known, and for which nothing is added: the link was lost, or the value was no number. */
  gapMs: z.number(),
});
export type Counter = z.infer<typeof Counter>;

export const Counters = z.object({
  /** Epoch ms: when they were reset, or the instrument was met. */
  since: z.number(),
  /** Energy in watt hours; null where neither the power nor voltage and current are measured. */
  wattHours: Counter.nullable(),
  /** Charge in ampere hours; null where the current is not measured. */
  ampereHours: Counter.nullable(),
});
export type Counters = z.infer<typeof Counters>;

/** How often values were in each of equal bins, side by side: the first begins at `from`, and a value at an edge is in the bin that begins there. The outermost are never empty. */
export const Histogram = z.object({
  from: z.number(),
  /** 1 or 2 times a power of ten. */
  width: z.number().positive(),
  counts: z.array(z.number().int()).min(1).max(128),
});
export type Histogram = z.infer<typeof Histogram>;

/** The readings of one quantity since they were begun anew; of an output or an input, those while it was on. In SI units; null: there is none. */
export const Statistics = z.object({
  quantity: QuantityName,
  /** Epoch ms of the first of them. */
  since: z.number(),
  count: z.number().int(),
  /** Readings beyond the range: in nothing else here. */
  overloads: z.number().int(),
  /** Null when it is an overload. */
  newest: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  /** Standard deviation of the sample (n − 1). */
  deviation: z.number().nullable(),
  histogram: Histogram.nullable(),
});
export type Statistics = z.infer<typeof Statistics>;

export const Tally = z.object({
  /** Null where nothing is switched, or neither energy nor charge can be known. */
  counters: Counters.nullable(),
  /** One entry for each quantity that was read; another function of the channel begins them anew. */
  statistics: z.array(Statistics),
});
export type Tally = z.infer<typeof Tally>;

/** What a window may have begun anew by itself. */
export const tallyParts = ['counters', 'statistics'] as const;
export type TallyPart = (typeof tallyParts)[number];

const place = { id: z.string().min(1).max(64), channel: ChannelNumber };

/** Counters and statistics of what is measured, and the reference of a relative reading. Kept until the instrument is removed or the console ends. */
export const tally = {
  /** At once, then again when something has changed, four times a second at the most. POINT_UNKNOWN for a channel that is none. */
  now: stream({ needs: 'instruments:read', input: z.strictObject(place), output: Tally }),
  /** Begins the counters or the statistics of a channel anew. Works while the instrument is away. */
  reset: command({
    needs: 'instruments:control',
    input: z.strictObject({ ...place, what: z.enum(tallyParts) }),
    output: Nothing,
    audit: ['id', 'channel', 'what'],
  }),
  /**
   * Every window shows this quantity of the channel as the difference from `value` (SI unit), or again as it is (null). It ends by
   * itself with another function, and when what was read cannot be trusted any more. POINT_UNKNOWN when it is not measured now.
   */
  setReference: command({
    needs: 'instruments:control',
    input: z.strictObject({ ...place, quantity: QuantityName, value: z.number().nullable() }),
    output: Nothing,
    audit: ['id', 'channel', 'quantity', 'value'],
  }),
};
