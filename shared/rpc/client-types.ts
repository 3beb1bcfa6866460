import type { Command, Contract, Query, Stream } from '#shared/contract/declare.ts';
import type { z } from '#shared/schema.ts';
import type { AskTrace } from './frames.ts';

/** What every call and stream accepts beside its input. */
export interface CallOptions {
  /**
   * Gives up: a call rejects with CANCELLED at once (what it had begun may still happen), a stream ends quietly.
   * The other side is told in both cases.
   */
  readonly signal?: AbortSignal;
}

/** How a window tells the console when things happened in it, while traces are kept. */
export interface Timing {
  /**
   * A call is about to leave (no stream, no query that the window repeats by itself, not the emergency stop): when the person acted that set
   * it off, and now. Null while no traces are kept, and for a call that nobody set off.
   */
  asked(action: string): AskTrace | null;
  /** The answer, or the fault, of a call that bore times has arrived, and its caller is told next. `call`: for `traces.seen`. */
  answered(call: number): void;
}

type Ask<M> =
  M extends Stream<infer I, infer O>
    ? (input: z.input<I>, options?: CallOptions) => AsyncIterable<z.output<O>>
    : M extends Query<infer I, infer O> | Command<infer I, infer O>
      ? (input: z.input<I>, options?: CallOptions) => Promise<z.output<O>>
      : never;

/**
 * A contract as seen from the window: `client.history.page(input)`. Calls answer with a promise, streams with an
 * iterable that opens when it is iterated and closes when the loop is left. Everything fails with a Fault.
 */
export type Client<C extends Contract> = {
  readonly [D in keyof C]: { readonly [M in keyof C[D]]: Ask<C[D][M]> };
};
