import { z } from '#shared/schema.ts';
import { command, stream } from './declare.ts';
import { Nothing } from './nothing.ts';

export const Health = z.object({
  /** Lateness of the event loop of the main process over the last 10 s, ms, beyond its own interval. */
  loopP99Ms: z.number(),
  /** Rows in the history. */
  historyRows: z.number(),
  /** False when the last write failed. */
  historyWritable: z.boolean(),
  now: z.number(),
});
export type Health = z.infer<typeof Health>;

export const system = {
  health: stream({ needs: 'system:read', input: Nothing, output: Health }),
  /** Ends the console. With outputs on, they are kept on or switched off, as chosen, and the choice is recorded. */
  quit: command({
    needs: 'system:quit',
    input: z.strictObject({ outputs: z.enum(['keep', 'off']) }),
    output: Nothing,
    audit: ['outputs'],
    always: () => true,
  }),
};
