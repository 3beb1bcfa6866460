import type { Lane, Link } from '#shared/contract/history.ts';
import type { BusAction, Instrument, LinkState } from '#shared/contract/instruments.ts';
import type { Transport } from '#main/transports/transport.ts';
import type { Effect, Guard, Journal, Operator } from './ports.ts';

export interface ExchangeOptions {
  /** `emergency` passes the guard and every queue; on it the wire comes first and the journal beside it. */
  readonly lane: Lane;
  readonly operator: Operator;
  /** What the message does, by the driver's table. */
  readonly effects: readonly Effect[];
  /** True when the message has a reply. Only then anything is read. */
  readonly reply: boolean;
  /** From the first byte on the wire to the whole reply; the session's default when left out. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** An interface message instead of a program message: `text` and `effects` are its own (`interfaceMessages`). */
  readonly bus?: BusAction;
  /** Called with the ms from the first byte on the wire to the end of the exchange, before it is answered. */
  readonly onWire?: (wireMs: number) => void;
}

export interface SessionStatus {
  readonly state: LinkState;
  readonly answeredAt: number | null;
  readonly latencyMs: number | null;
  readonly trouble: Instrument['trouble'];
}

export interface SessionOptions {
  readonly instrument: string;
  /** A fresh transport for every try to connect. */
  readonly connect: () => Transport;
  readonly journal: Journal;
  readonly guard: Guard;
  /** The link as it is known now, for the records. */
  readonly link: () => Link;
  /**
   * Runs after every (re)connection, before anybody else is served: identifies the instrument and reads its state.
   * Its exchanges pass the queue. When it throws, the link is given up and tried again.
   */
  readonly greet: (session: Session, signal: AbortSignal) => Promise<void>;
  readonly timing?: Partial<SessionTiming>;
  /** The instrument asks for service; its status byte, where the link carries it. */
  readonly onService?: (statusByte: number | null) => void;
  /** Longest reply that is taken, in bytes; 64 MB when left out. */
  readonly replyCap?: number;
}

/** All in milliseconds. */
export interface SessionTiming {
  readonly connect: number;
  readonly reply: number;
  /** A read-only exchange slower than this is journalled even on the poll lane. */
  readonly slow: number;
  readonly backoffFirst: number;
  readonly backoffMax: number;
  /** How long the wire must be silent to count as drained. */
  readonly quiet: number;
  /** How long the journal may take; then HISTORY_UNWRITABLE. */
  readonly record: number;
}

/** What an emergency write came to: ms until the bytes were handed to the operating system. */
export interface EmergencyWrite {
  readonly wireMs: number;
  /** True when the link had to be given up and made again first. */
  readonly reconnected: boolean;
}

/**
 * The conversation with one instrument: one exchange on the wire at a time, in the order emergency, person, poll. After
 * any missing answer the link is dirty and is resynchronised before the next exchange. It reconnects by itself.
 */
export interface Session {
  readonly status: SessionStatus;
  /** Called after every change of `status`; at most once a tick. */
  onStatus(listener: () => void): () => void;
  /** Starts connecting, and keeps the link up until `close`. */
  open(): void;
  /** Tries at once instead of waiting for the backoff. */
  retry(): void;
  /**
   * One program message. Order: guard, journal (durable intent when it has an effect), wire, journal (outcome).
   * Resolves with the reply without terminator, or null. Rejects with a Fault: SAFETY_*, HISTORY_UNWRITABLE (nothing was
   * sent), INSTRUMENT_TIMEOUT, INSTRUMENT_CLOSED, INSTRUMENT_UNREACHABLE, REPLY_TOO_LARGE, CANCELLED, SAFETY_PREEMPTED.
   */
  exchange(text: string, options: ExchangeOptions): Promise<Uint8Array | null>;
  /**
   * Emergency: in this very tick, drops everything queued (SAFETY_PREEMPTED) and writes the messages past whatever is
   * under way; noted in the journal beside it. A link that cannot take bytes is aborted, made again and written to within
   * `deadlineMs`; then it rejects (SAFETY_OUTPUT_UNKNOWN). Afterwards the link is dirty and resynchronises, so that the
   * read-back can follow on the emergency lane.
   */
  emergency(messages: readonly string[], operator: Operator, deadlineMs: number): Promise<EmergencyWrite>;
  /**
   * Question and answer may be out of step (a reply that makes no sense, sleep, a long stall of this process): the question
   * that is on the wire is given up (INSTRUMENT_REPLY), and the next exchange has to resynchronise first.
   */
  distrust(): void;
  close(): Promise<void>;
}
