import type { ChannelInfo, Instrument } from '#shared/contract/instruments.ts';
import type { Effect, Reading } from '#main/session/ports.ts';
import type { z } from '#shared/schema.ts';

/** What `*IDN?` says (IEEE 488.2, 10.14), split and trimmed. Fields that are missing are empty. */
export interface Identity {
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
}

/** One conversation with an instrument, on one lane, as a driver sees it. Each method is one exchange in the session. */
export interface Conversation {
  /**
   * A query. `read` makes a value of the reply, which comes without its terminator. When `read` throws, the reply may be
   * another question's: the link is not trusted until it has resynchronised, and the error is passed on.
   */
  ask<V>(text: string, read: (reply: string) => V): Promise<V>;
  /** A program message without a reply. */
  tell(text: string): Promise<void>;
}

export type SupplyPoint = 'voltage' | 'current';

/** Everything one poll of a supply channel finds. Times are epoch ms. */
export interface SupplyPoll {
  readonly on: boolean;
  readonly mode: 'CV' | 'CC' | null;
  readonly setVoltage: number;
  readonly setCurrent: number;
  readonly readings: readonly Reading[];
}

/** A DC supply of a known model. */
export interface SupplyDrive {
  readonly channels: readonly z.infer<typeof ChannelInfo>[];
  /** Throws VALUE_NOT_FINITE, RANGE_EXCEEDED, RANGE_UNKNOWN before anything is sent. Then sends, then reads back. */
  set(talk: Conversation, channel: number, point: SupplyPoint, value: number): Promise<number>;
  readBack(talk: Conversation, channel: number, point: SupplyPoint): Promise<number>;
  output(talk: Conversation, channel: number, on: boolean): Promise<void>;
  readOutput(talk: Conversation, channel: number): Promise<boolean>;
  /** Reads one channel in as few messages as the instrument allows. */
  poll(talk: Conversation, channel: number): Promise<SupplyPoll>;
  /** The next entry of the instrument's error queue, or null when it is empty (SCPI-99 vol. 2, 21.8). */
  nextError(talk: Conversation): Promise<{ code: number; text: string } | null>;
  /** Program messages that switch every output off; they need no reply and are right in any state. */
  readonly allOff: readonly string[];
}

/** A driver that was chosen for an instrument. */
export interface Drive {
  readonly family: string;
  /** Family and version as they are written to the history. */
  readonly version: string;
  readonly kind: Instrument['kind'];
  readonly verified: Instrument['verified'];
  /** What a program message does, by this family's table. What the table does not cover is `unknown`: nothing fails open. */
  effects(text: string): readonly Effect[];
  /** Present when `kind` is `dc-supply`. */
  readonly supply: SupplyDrive | null;
}
