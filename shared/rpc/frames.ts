import type { FaultShape } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';

/** Credit that one stream may hold: a window that asks for more than it reads gets no more than this ahead. */
export const maxCredit = 32;
/** The id of a fault about a frame whose own id could not be read. Calls count from 1. */
export const unreadable = 0;

const Id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const Name = z.string().min(1).max(64);
const Credit = z.number().int().min(0).max(maxCredit);

/**
 * When the person acted and when the call left the window, ms since 1970 on the window's clock: sent while traces are kept, for the
 * waterfall of a trace alone. The console believes it as far as it can be true.
 */
export const AskTrace = z.strictObject({ clickedMs: z.number(), sentMs: z.number() });
export type AskTrace = z.infer<typeof AskTrace>;

/** From the window: a call or a stream begins. `credit`: how many items of a stream may come. */
export const Ask = z.strictObject({
  t: z.literal('ask'),
  id: Id,
  domain: Name,
  method: Name,
  input: z.unknown(),
  credit: Credit.optional(),
  // What cannot be read of it is left out: no call is refused for it, least of all the stop.
  trace: AskTrace.optional().catch(undefined),
});
export type Ask = z.infer<typeof Ask>;

/** Everything that a window may send. What does not have this form is answered with a fault, and nothing else. */
export const FromWindow = z.discriminatedUnion('t', [
  Ask,
  z.strictObject({ t: z.literal('cancel'), id: Id }),
  /** The window took an item and wants `more`. */
  z.strictObject({ t: z.literal('credit'), id: Id, more: Credit }),
]);
export type FromWindow = z.infer<typeof FromWindow>;

/** Everything that the console sends. A call ends with `value` or `fail`, a stream with `end` or `fail`. */
export type FromConsole =
  | { readonly t: 'value'; readonly id: number; readonly value: unknown }
  | { readonly t: 'item'; readonly id: number; readonly value: unknown }
  | { readonly t: 'end'; readonly id: number }
  | { readonly t: 'fail'; readonly id: number; readonly fault: FaultShape };
