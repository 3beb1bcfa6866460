import type { ChannelInfo, ChoiceName, Point, Quantity, TripName } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Understood } from '#shared/contract/program.ts';
import type { Trace } from './waveform.ts';
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
  /** The same with the bytes of the reply. */
  askBytes<V>(text: string, read: (reply: Uint8Array) => V): Promise<V>;
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
  /** Those that were asked for: of the rare ones a poll asks for one. */
  readonly settings: Readonly<Partial<Record<Point, number>>>;
  readonly choices: Readonly<Partial<Record<ChoiceName, string>>>;
  /** Null where nothing can trip. */
  readonly trips: readonly TripName[] | null;
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
  /** Turns a selector, and reads it back. Throws POINT_UNKNOWN, WORD_UNKNOWN before anything is sent. */
  choose(talk: Conversation, channel: number, choice: ChoiceName | 'function', word: string): Promise<string>;
  /** Clears what has tripped. Right only while the output is off. Throws POINT_UNKNOWN where nothing can trip. */
  clearTrips(talk: Conversation, channel: number): Promise<void>;
  readTrips(talk: Conversation, channel: number): Promise<readonly TripName[]>;
  output(talk: Conversation, channel: number, on: boolean): Promise<void>;
  readOutput(talk: Conversation, channel: number): Promise<boolean>;
  /**
   * Reads one channel in as few messages as the instrument allows. `rare`: of what changes rarely `one`, each poll the next, or
   * `all`, in some messages more.
   */
  poll(talk: Conversation, channel: number, rare: 'one' | 'all'): Promise<ChannelPoll>;
  /** True when it has traces (an oscilloscope). */
  readonly hasTraces: boolean;
  /** The traces of these channels, all of one acquisition. Throws POINT_UNKNOWN where it has none. */
  traces(talk: Conversation, channels: readonly number[]): Promise<readonly Trace[]>;
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
