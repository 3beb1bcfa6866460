import type { ChannelInfo, Point, Quantity } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Understood } from '#shared/contract/program.ts';
import type { Effect, Reading } from '#main/session/ports.ts';

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

/** Everything one poll of a channel finds. Times are epoch ms. */
export interface ChannelPoll {
  /** Null where there is nothing to switch. */
  readonly on: boolean | null;
  readonly mode: 'CV' | 'CC' | null;
  /** The word of the function selector; null where there is none. */
  readonly word: string | null;
  readonly settings: Readonly<Partial<Record<Point, number>>>;
  readonly readings: readonly Reading[];
  /** What the instrument measured as beyond its range. */
  readonly overload: readonly Quantity[];
}

/** How an instrument of a known model is driven. */
export interface Controls {
  readonly channels: readonly ChannelInfo[];
  /** Throws VALUE_NOT_FINITE, RANGE_EXCEEDED, RANGE_UNKNOWN, POINT_UNKNOWN before anything is sent. Then sends, then reads back. */
  set(talk: Conversation, channel: number, point: Point, value: number): Promise<number>;
  readBack(talk: Conversation, channel: number, point: Point): Promise<number>;
  /** Turns the function selector, and reads it back. Throws POINT_UNKNOWN, WORD_UNKNOWN before anything is sent. */
  choose(talk: Conversation, channel: number, word: string): Promise<string>;
  output(talk: Conversation, channel: number, on: boolean): Promise<void>;
  readOutput(talk: Conversation, channel: number): Promise<boolean>;
  /** Reads one channel in as few messages as the instrument allows. */
  poll(talk: Conversation, channel: number): Promise<ChannelPoll>;
  /** The next entry of the instrument's error queue, or null when it is empty (SCPI-99 vol. 2, 21.8). */
  nextError(talk: Conversation): Promise<{ code: number; text: string } | null>;
  /** Program messages that switch everything off; they need no reply and are right in any state. Empty: there is nothing to switch. */
  readonly allOff: readonly string[];
  /** Program messages that give the instrument back to its front panel. */
  readonly toLocal: readonly string[];
}

/** A driver that was chosen for an instrument. */
export interface Drive {
  readonly family: string;
  /** Family and version as they are written to the history. */
  readonly version: string;
  readonly kind: Instrument['kind'];
  readonly verified: Instrument['verified'];
  /** What a program message does, by this family's table. What the table does not cover is `unknown`: nothing fails open. */
  readonly effects: (text: string) => readonly Effect[];
  /** The program messages of the table, for a person who types them. */
  readonly commands: readonly Understood[];
  /** Null when nothing but SCPI itself is known of the instrument. */
  readonly controls: Controls | null;
}
