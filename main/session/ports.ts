import type { ChoiceName, Point, Quantity } from '#shared/contract/channels.ts';
import type { ExchangeStatus, Lane, Link } from '#shared/contract/history.ts';

/**
 * What a program message does, as far as the driver's table can tell. One message may do several things.
 * `unknown` is what is left when the table does not cover every part of it: the guard treats it as able to do anything.
 */
export type Effect =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'setpoint';
      readonly channel: number;
      readonly quantity: Point;
      readonly value: number;
    }
  /** Turns a function selector. */
  | { readonly kind: 'function'; readonly channel: number; readonly word: string }
  /** Turns another selector. */
  | { readonly kind: 'choice'; readonly channel: number; readonly choice: ChoiceName; readonly word: string }
  /** Clears a tripped protection. What that does to an output which is not off is not known. */
  | { readonly kind: 'clear'; readonly channel: number }
  | { readonly kind: 'output'; readonly channel: number | 'all'; readonly on: boolean }
  /** Changes something that cannot energise an output or move a setpoint (`*CLS`, `SYST:REM`, `DISP:TEXT`). */
  | { readonly kind: 'harmless' }
  /**
   * A query that the table does not cover, and that a person has pinned as one that only asks. The guard holds it back
   * wherever it would hold back an unknown effect; it is no change, and nothing has to be read back after it.
   */
  | { readonly kind: 'asks'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** Who is behind a command. */
export interface Operator {
  readonly name: string;
  /** May send a command of unknown effect past an active envelope, and did confirm this one. */
  readonly confirmed: boolean;
  /** Said that an output may be switched on without an envelope. */
  readonly withoutEnvelope?: boolean;
}

/** A message on its way to an instrument. */
export interface Request {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly lane: Lane;
  readonly operator: Operator;
  readonly effects: readonly Effect[];
  readonly expectsReply: boolean;
}

/** Decides whether a message may be sent. Supplied by core, kept by `instruments/`. Throws a Fault to refuse. */
export interface Guard {
  /** Called last thing before the wire, on every lane but emergency. Throws SAFETY_*, RANGE_* to refuse. */
  check(instrument: string, request: Request): void;
  /** Called when a message of unknown effect has been sent: the state of the instrument has to be read back. */
  unknownSent(instrument: string): void;
}

/** An exchange that the journal knows. */
export type ExchangeId = number;

export interface Outcome {
  readonly status: ExchangeStatus;
  readonly reply: Uint8Array | null;
  /** `CODE: what happened`. */
  readonly fault: string | null;
  readonly queueMs: number;
  readonly wireMs: number | null;
}

/** Where exchanges are remembered. Supplied by core, kept by `history/`. */
export interface Journal {
  /** Durable when it resolves: only then may a changing command be sent. Rejects with HISTORY_UNWRITABLE. */
  intend(link: Link, request: Request): Promise<ExchangeId>;
  /** The outcome of an intent; durable when it resolves. */
  settle(id: ExchangeId, outcome: Outcome): Promise<void>;
  /** A finished exchange without effect, or an emergency one (wire first). On disk within 50 ms; never throws, never waits. */
  note(link: Link, request: Request, outcome: Outcome, at: number): void;
  /** A successful poll: values that go into blocks, and one more in the summary of the run. Never throws, never waits. */
  reading(link: Link, readings: readonly Reading[], wireMs: number): void;
}

/** What a pinned query asks for, named by its text: nobody else knows what it is. */
export type PinnedQuantity = `query ${string}`;

/** One measured value. Epoch ms; SI unit. Of a pinned query: the number as it was answered, in the unit that a person gave it. */
export interface Reading {
  readonly channel: number;
  readonly quantity: Quantity | PinnedQuantity;
  readonly unit: string;
  readonly value: number;
  readonly at: number;
}
