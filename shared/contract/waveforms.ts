import { z } from '#shared/schema.ts';
import { ChannelNumber } from './channels.ts';

/** What the trigger of an oscilloscope says of the trace. */
export const TraceState = z.enum(['triggered', 'free', 'waiting', 'stopped']);

/** The trace of one channel as columns of a picture: the lowest and the highest voltage in each. */
export const TraceColumns = z.object({
  channel: ChannelNumber,
  min: z.instanceof(Float32Array),
  max: z.instanceof(Float32Array),
});

/** What a scope shows now. */
export const TraceFrame = z.discriminatedUnion('item', [
  /** All channels are of one acquisition. */
  z.object({
    item: z.literal('frame'),
    /** Epoch ms at which it was read. */
    at: z.number(),
    state: TraceState,
    /** s from the trigger to the beginning of the first column, and from column to column. */
    start: z.number(),
    step: z.number(),
    /** Samples that each channel's columns were made of; 0 where nothing was acquired yet. */
    samples: z.number().int(),
    traces: z.array(TraceColumns),
  }),
  /** Nothing is known: what was drawn before is not so now. Why, in words for a person. */
  z.object({ item: z.literal('none'), why: z.string() }),
]);
export type TraceFrame = z.infer<typeof TraceFrame>;
