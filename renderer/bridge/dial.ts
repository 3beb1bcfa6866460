import type { Wire } from '#shared/rpc/wire.ts';

/** What came of one try to reach the console. `refused`: this window may not; trying again does not help. */
export type Dialled =
  | { readonly kind: 'open'; readonly wire: Wire }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused' };

/** One try, by the way of the shell that the window runs in. Never rejects. */
export type Dial = () => Promise<Dialled>;

/** How long one try may take, ms. */
export const dialDeadlineMs = 5000;
