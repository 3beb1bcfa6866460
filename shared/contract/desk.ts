import { z } from '#shared/schema.ts';
import { command } from './declare.ts';
import { Nothing } from './nothing.ts';

/** The part of `instruments` about how they stand on the desk. */
export const deskCommands = {
  /**
   * Puts the instruments into this order, for everybody. Those that are not named follow in the order in which they stand;
   * an id that is not on the desk means nothing.
   */
  reorder: command({
    needs: 'instruments:manage',
    input: z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(256) }),
    output: Nothing,
    audit: ['ids'],
  }),
};
