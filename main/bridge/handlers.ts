import type { Command, Contract, Query, Stream } from '#shared/contract/declare.ts';
import type { z } from '#shared/schema.ts';
import type { Call } from './caller.ts';

type Handler<M> =
  M extends Stream<infer I, infer O>
    ? (input: z.output<I>, call: Call) => AsyncIterable<z.input<O>>
    : M extends Query<infer I, infer O> | Command<infer I, infer O>
      ? (input: z.output<I>, call: Call) => Promise<z.input<O>> | z.input<O>
      : never;

/** One handler for every entry of a contract (or of one of its domains). A missing one does not compile. */
export type DomainHandlers<D> = { readonly [M in keyof D]: Handler<D[M]> };
export type Handlers<C extends Contract> = { readonly [D in keyof C]: DomainHandlers<C[D]> };
