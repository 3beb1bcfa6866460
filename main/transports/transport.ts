/**
 * A link to one instrument, in bytes. It knows nothing of SCPI. One exchange at a time: the session above it queues.
 * Every method rejects with a `Fault` (INSTRUMENT_UNREACHABLE, INSTRUMENT_CLOSED, INSTRUMENT_TIMEOUT, REPLY_TOO_LARGE).
 */
export interface Transport {
  /**
   * How messages end here. `stream`: only by content (a terminator, a block length), and bytes come by themselves.
   * `polled`: the link is asked for each answer, which ends by content. `message`: it is asked, and marks END itself.
   */
  readonly framing: 'stream' | 'polled' | 'message';
  /** What alone ends a text here, where it is not any of CR and LF. */
  readonly receive?: 'any' | 'lf' | 'cr' | 'crlf' | undefined;
  /** False where the link spoils binary blocks, unseen: XON/XOFF takes bytes out, fewer than 8 data bits cut them. */
  readonly blocks?: boolean | undefined;
  readonly state: 'closed' | 'opening' | 'open';

  open(signal: AbortSignal): Promise<void>;
  /** Resolves when the bytes are handed to the operating system (or, on a link that acknowledges, to the instrument). */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Puts bytes on the wire at once, past a read that is waiting and without waiting for anything. Used by emergency
   * stop and off alone. Throws when the link cannot take bytes now (closed, or a write is stuck): then `abort` it.
   */
  writeNow(bytes: Uint8Array): void;
  /**
   * The next bytes, as they came: any length, at least one byte unless `end`. `end` is true when the link itself marked
   * the end of the message (never on a `stream` link).
   * Waits as long as it takes: the deadline is the caller's, who aborts `signal`. Then it rejects with the signal's fault
   * at once, and the link gives up the waiting in place (a `message` link tells the instrument, where it can); what was
   * under way may be lost, or come later, so the caller holds the link for dirty until `clear` or proof. On a `stream`
   * link bytes stay for the next read.
   */
  read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }>;
  /**
   * Waits until what the link shares with others is had, as `write` does where it was not waited for; nothing is sent to the
   * instrument. Only on links that share something. Given back by `done`.
   */
  turn?(signal: AbortSignal): Promise<void>;
  /** The exchange is over: a link that shares a bus with others lets them have it. */
  done?(): void;
  /** Gives up what is under way and drops what has arrived. After it, the link is closed when it could not do so in place. */
  abort(): Promise<void>;
  /**
   * Device clear, where the link has one: empties the instrument's input and output, and everything that was on its way.
   * Resolves with false where it has none. Rejects when it has one that failed: then the link is no use any more.
   */
  clear(signal: AbortSignal): Promise<boolean>;
  /** Status byte out of band, where the link has it; null where it has not. */
  statusByte(signal: AbortSignal): Promise<number | null>;
  /** Group execute trigger, where the link has it; `false` where it has none. */
  trigger(signal: AbortSignal): Promise<boolean>;
  /** Remote, and with `lockout` the front panel's Local key too is dead; `false` where the link cannot. */
  remote(lockout: boolean, signal: AbortSignal): Promise<boolean>;
  /** Front panel back to the person, where the link can; `false` where it cannot. */
  local(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
  /** Called once when the link ends by itself. */
  onClosed(listener: (why: string) => void): () => void;
  /** Who it is, once that is known: a link may open what this vendor offers beside it. */
  identified?(vendor: string): void;
  /** Called when the instrument asks for service, with its status byte where the link carries it. Absent where it cannot ask. */
  onServiceRequest?(listener: (statusByte: number | null) => void): () => void;
}
