import type { z } from '#shared/schema.ts';
import type { Permission } from './permissions.ts';

declare const anyoneBrand: unique symbol;

/** Marks a call that works without signing in, with the reason. Made by `anyone` alone. */
export interface Anyone {
  readonly [anyoneBrand]: true;
  readonly anyone: string;
}
/** Lets everybody call, signed in or not. The reason is part of the contract and is listed by a test. */
export const anyone = (reason: string): Anyone => ({ anyone: reason }) as Anyone;

/** Who may call. Mandatory in every declaration: without it, the contract does not compile. */
export type Access = Permission | Anyone;

/** A call that changes nothing. */
export interface Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query';
  readonly needs: Access;
  readonly input: I;
  readonly output: O;
  /** The window asks by itself, again and again: no sign that somebody is there, so it does not put off the idle lock. */
  readonly automatic?: true;
}
/** A call that changes something: it is written to the audit trail. */
export interface Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'command';
  readonly needs: Access;
  readonly input: I;
  readonly output: O;
  /** The fields of the input that may be written to the audit trail. Never a secret. */
  readonly audit: readonly string[];
  /** True for an input that only takes power or rights away (off, lock, sign out): it runs even when it cannot be recorded. */
  always?(input: z.output<I>): boolean;
  /** The emergency stop: it waits for nothing, and no limit on running calls holds it back. Runs always. */
  readonly emergency?: true;
}
/**
 * Items until either side ends it. The server pulls the next item from its source only while the reader has credit,
 * so a slow reader never grows a queue on the wire; what happens meanwhile is the source's business (the newest
 * reading replaces the one before it, or a gap is announced).
 */
export interface Stream<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly needs: Access;
  readonly input: I;
  readonly output: O;
  /**
   * Declared by a stream that does something to the bench: it is recorded like a command, with these fields of its input,
   * when it has ended and before its reader is told so.
   */
  readonly audit?: readonly string[];
}
export type Procedure = Query | Command | Stream;
export type Domain = Readonly<Record<string, Procedure>>;
export type Contract = Readonly<Record<string, Domain>>;

type Declared<I extends z.ZodType, O extends z.ZodType> = {
  readonly needs: Access;
  readonly input: I;
  readonly output: O;
};

export const query = <I extends z.ZodType, O extends z.ZodType>(
  declared: Declared<I, O> & Pick<Query<I, O>, 'automatic'>,
): Query<I, O> => ({
  kind: 'query',
  ...declared,
});
export const command = <I extends z.ZodType, O extends z.ZodType>(
  declared: Declared<I, O> &
    Pick<Command<I, O>, 'always' | 'emergency'> & { readonly audit: readonly (keyof z.output<I> & string)[] },
): Command<I, O> => ({ kind: 'command', ...declared });
export const stream = <I extends z.ZodType, O extends z.ZodType>(
  declared: Declared<I, O> & { readonly audit?: readonly (keyof z.output<I> & string)[] },
): Stream<I, O> => ({
  kind: 'stream',
  ...declared,
});
